/** Why somebody who came back from Slack is not signed in, by the code in the address. */
export const signInErrors = {
  denied: 'Slack was not allowed to say who you are.',
  expired: 'The sign-in took too long, or was begun in another browser. Try again.',
  wrong_workspace: 'You signed in to another Slack workspace than the one that Tillbell serves.',
  no_role:
    'You are signed in to Slack, but nobody has given you a role here. An admin does, under console: in the configuration.',
  slack_unreachable: 'Slack could not be asked. Try again, or use a link: tillbell console link.',
  invalid: 'Slack’s answer could not be trusted. Try again; the log says what was wrong.',
  too_many: 'Too many tries. Wait a few minutes.',
} as const satisfies Readonly<Record<string, string>>;

export type SignInError = keyof typeof signInErrors;
