import { blocksValidate } from './blocks-validate.ts';
import { chatDelete, chatGetPermalink, chatPostEphemeral, chatUnfurl } from './chat-other.ts';
import { chatPostMessage } from './chat-post.ts';
import { chatUpdate } from './chat-update.ts';
import { conversationsInfo, conversationsJoin, conversationsList, conversationsOpen } from './conversations.ts';
import { conversationsHistory, conversationsReplies } from './history.ts';
import type { Method } from './method.ts';
import { authTest, teamInfo, usergroupsList, usergroupsUsersList, usersInfo, usersLookupByEmail } from './people.ts';

/** The Web API methods that need no state of their own beyond the workspace. */
export const methods: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'blocks.validate': blocksValidate,
  'chat.delete': chatDelete,
  'chat.getPermalink': chatGetPermalink,
  'chat.postEphemeral': chatPostEphemeral,
  'chat.postMessage': chatPostMessage,
  'chat.unfurl': chatUnfurl,
  'chat.update': chatUpdate,
  'conversations.history': conversationsHistory,
  'conversations.info': conversationsInfo,
  'conversations.join': conversationsJoin,
  'conversations.list': conversationsList,
  'conversations.open': conversationsOpen,
  'conversations.replies': conversationsReplies,
  'team.info': teamInfo,
  'usergroups.list': usergroupsList,
  'usergroups.users.list': usergroupsUsersList,
  'users.info': usersInfo,
  'users.lookupByEmail': usersLookupByEmail,
};
