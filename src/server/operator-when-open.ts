// The operations of the operator, which wait until the database is open.
import type { People } from "../login/accounts/people.ts";
import type { Login } from "../login/login.ts";
import type { Operator } from "../login/operator/operator.ts";

/** The operations on people. */
export const peopleWhenOpen = (login: () => Promise<Login>): People => ({
  import: async (...given) => (await login()).people.import(...given),
  migrateOpenIds: async (...given) => (await login()).people.migrateOpenIds(...given),
  find: async (...given) => (await login()).people.find(...given),
  list: async (...given) => (await login()).people.list(...given),
  file: async (...given) => (await login()).people.file(...given),
  erase: async (...given) => (await login()).people.erase(...given),
});

/** The operations of the Admin API and the commands. */
export const operatorWhenOpen = (login: () => Promise<Login>): Operator => ({
  search: async (...given) => (await login()).operator.search(...given),
  account: async (...given) => (await login()).operator.account(...given),
  sessions: async (...given) => (await login()).operator.sessions(...given),
  endSessions: async (...given) => (await login()).operator.endSessions(...given),
  endSession: async (...given) => (await login()).operator.endSession(...given),
  suspend: async (...given) => (await login()).operator.suspend(...given),
  unsuspend: async (...given) => (await login()).operator.unsuspend(...given),
  file: async (...given) => (await login()).operator.file(...given),
  noteExport: async (...given) => (await login()).operator.noteExport(...given),
  identityConflicts: async () => (await login()).operator.identityConflicts(),
  removeIdentity: async (...given) => (await login()).operator.removeIdentity(...given),
  console: {
    link: async (...given) => (await login()).operator.console.link(...given),
    enter: async (...given) => (await login()).operator.console.enter(...given),
    session: async (...given) => (await login()).operator.console.session(...given),
    leave: async (...given) => (await login()).operator.console.leave(...given),
    list: async () => (await login()).operator.console.list(),
    end: async (...given) => (await login()).operator.console.end(...given),
  },
  invite: async (...given) => (await login()).operator.invite(...given),
  cancelInvitation: async (...given) => (await login()).operator.cancelInvitation(...given),
  invitation: async (...given) => (await login()).operator.invitation(...given),
  addToGroup: async (...given) => (await login()).operator.addToGroup(...given),
  removeFromGroup: async (...given) => (await login()).operator.removeFromGroup(...given),
  groupsOf: async (...given) => (await login()).operator.groupsOf(...given),
  members: async (...given) => (await login()).operator.members(...given),
  markWechat: async (...given) => (await login()).operator.markWechat(...given),
  erase: async (...given) => (await login()).operator.erase(...given),
  attempt: async (...given) => (await login()).operator.attempt(...given),
  attempts: async (...given) => (await login()).operator.attempts(...given),
  signInHours: async (...given) => (await login()).operator.signInHours(...given),
  letters: async (...given) => (await login()).operator.letters(...given),
  letterCount: async (...given) => (await login()).operator.letterCount(...given),
  resendLetter: async (...given) => (await login()).operator.resendLetter(...given),
  audit: async (...given) => (await login()).operator.audit(...given),
  latestAudit: async (...given) => (await login()).operator.latestAudit(...given),
  noteMenu: async (...given) => (await login()).operator.noteMenu(...given),
  addKey: async (...given) => (await login()).operator.addKey(...given),
  endKey: async (...given) => (await login()).operator.endKey(...given),
  keys: async () => (await login()).operator.keys(),
  key: async (...given) => (await login()).operator.key(...given),
});
