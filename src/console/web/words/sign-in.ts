export const signInWords = {
  title: 'Sign in to Tillbell',
  slack: 'Sign in with Slack',
  slackAbout: 'What you may see and do follows from your user groups in Slack.',
  link: 'By a one-time link',
  orLink: 'Or by a one-time link',
  linkAbout: 'Whoever may log in where Tillbell runs prints one there. It works once, and soon expires.',
  command: 'tillbell console link',
  pending: 'Signing you in …',
  refused: (code: string) => `Slack’s answer was refused: ${code}.`,
} as const;

export const accountWords = {
  local: 'This machine',
  roles: { viewer: 'Viewer', operator: 'Operator', admin: 'Admin' },
  signOut: 'Sign out',
} as const;
