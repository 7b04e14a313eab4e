// Generates the types of the API's requests and responses from their schemas.
import { identitiesView } from "../../src/wire/account.ts";
import { attemptStatus, attemptView, channel, startAttempt, startedAttempt } from "../../src/wire/attempt.ts";
import { askedView, miniProgramSession } from "../../src/wire/mini-program.ts";
import { oauthOutcome, oauthReturn } from "../../src/wire/oauth.ts";
import { problem } from "../../src/wire/problem.ts";
import { accountView, noticeView, sessionView } from "../../src/wire/session.ts";
import { sessionsView } from "../../src/wire/sessions.ts";
import { agreedTerms, termsView } from "../../src/wire/terms.ts";
import { tokens } from "../../src/wire/tokens.ts";
import { type NamedSchema, typesFile } from "./generate.ts";

const schemas = {
  Channel: channel,
  AttemptStatus: attemptStatus,
  StartAttempt: startAttempt,
  AttemptView: attemptView,
  StartedAttempt: startedAttempt,
  AccountView: accountView,
  NoticeView: noticeView,
  SessionView: sessionView,
  IdentitiesView: identitiesView,
  SessionsView: sessionsView,
  TermsView: termsView,
  AgreedTerms: agreedTerms,
  Tokens: tokens,
  Problem: problem,
  OauthReturn: oauthReturn,
  OauthOutcome: oauthOutcome,
  MiniProgramSessionView: miniProgramSession,
  AskedView: askedView,
};

/** Generates `src/wire/interfaces.ts`: the types that clients send and receive. */
export const wireTypes = (): string =>
  typesFile(
    { types: Object.entries(schemas).map(([name, schema]): NamedSchema => ({ name, schema, io: "output" })) },
    "src/wire/interfaces.ts",
  );
