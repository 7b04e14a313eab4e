import { expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { SaomaOptions } from "../../src/server/config/options.ts";
import type { options } from "../../src/server/config/schema.ts";
import type { faultSchema } from "../../src/simulator/faults.ts";
import type * as simulator from "../../src/simulator/interfaces.ts";
import type { menuTapSchema } from "../../src/simulator/people/menu.ts";
import type { launchSchema } from "../../src/simulator/phone/mini-program.ts";
import type { smsSchema } from "../../src/simulator/phone/sms.ts";
import type { eventSchema } from "../../src/simulator/push/event-schema.ts";
import type { messageSchema } from "../../src/simulator/push/messages.ts";
import type { changesSchema, settingsSchema } from "../../src/simulator/settings.ts";
import type { accountChanges, accountSchema } from "../../src/simulator/world/account-schema.ts";
import type { personChanges, personSchema } from "../../src/simulator/world/person-schema.ts";
import type { preferencesSchema } from "../../src/simulator/world/preferences.ts";
import type { worldSchema } from "../../src/simulator/world/schema.ts";
import type * as account from "../../src/wire/account.ts";
import type * as attempt from "../../src/wire/attempt.ts";
import type * as types from "../../src/wire/interfaces.ts";
import type * as miniProgram from "../../src/wire/mini-program.ts";
import type * as oauth from "../../src/wire/oauth.ts";
import type { problem } from "../../src/wire/problem.ts";
import type * as session from "../../src/wire/session.ts";
import type { sessionsView } from "../../src/wire/sessions.ts";
import type { tokens } from "../../src/wire/tokens.ts";

// The compiler checks them: `npm run types` fails if a generated type differs from its schema's.
test("the types with docstrings are those that the schemas infer", () => {
  expectTypeOf<types.StartAttempt>().toEqualTypeOf<z.infer<typeof attempt.startAttempt>>();
  expectTypeOf<types.AttemptView>().toEqualTypeOf<z.infer<typeof attempt.attemptView>>();
  expectTypeOf<types.StartedAttempt>().toEqualTypeOf<z.infer<typeof attempt.startedAttempt>>();
  expectTypeOf<types.AccountView>().toEqualTypeOf<z.infer<typeof session.accountView>>();
  expectTypeOf<types.NoticeView>().toEqualTypeOf<z.infer<typeof session.noticeView>>();
  expectTypeOf<types.SessionView>().toEqualTypeOf<z.infer<typeof session.sessionView>>();
  expectTypeOf<types.IdentitiesView>().toEqualTypeOf<z.infer<typeof account.identitiesView>>();
  expectTypeOf<types.SessionsView>().toEqualTypeOf<z.infer<typeof sessionsView>>();
  expectTypeOf<types.Tokens>().toEqualTypeOf<z.infer<typeof tokens>>();
  expectTypeOf<types.Problem>().toEqualTypeOf<z.infer<typeof problem>>();
  expectTypeOf<types.OauthReturn>().toEqualTypeOf<z.infer<typeof oauth.oauthReturn>>();
  expectTypeOf<types.OauthOutcome>().toEqualTypeOf<z.infer<typeof oauth.oauthOutcome>>();
  expectTypeOf<types.MiniProgramSessionView>().toEqualTypeOf<z.infer<typeof miniProgram.miniProgramSession>>();
  expectTypeOf<types.AskedView>().toEqualTypeOf<z.infer<typeof miniProgram.askedView>>();
});

test("so are the options'", () => {
  expectTypeOf<SaomaOptions>().branded.toEqualTypeOf<z.input<typeof options>>();
});

test("so are the simulator's", () => {
  expectTypeOf<simulator.Settings>().toEqualTypeOf<z.output<typeof settingsSchema>>();
  expectTypeOf<simulator.SettingsInput>().toEqualTypeOf<z.input<typeof settingsSchema>>();
  expectTypeOf<simulator.SettingsChanges>().toEqualTypeOf<z.input<typeof changesSchema>>();
  expectTypeOf<simulator.Fault>().toEqualTypeOf<z.output<typeof faultSchema>>();
  expectTypeOf<simulator.FaultInput>().toEqualTypeOf<z.input<typeof faultSchema>>();
  expectTypeOf<simulator.Preferences>().toEqualTypeOf<z.output<typeof preferencesSchema>>();
  expectTypeOf<simulator.PreferenceChanges>().toEqualTypeOf<Partial<z.input<typeof preferencesSchema>>>();
  expectTypeOf<simulator.PersonEventInput>().toEqualTypeOf<z.input<typeof eventSchema>>();
  expectTypeOf<simulator.PersonMessageInput>().toEqualTypeOf<z.input<typeof messageSchema>>();
  expectTypeOf<simulator.SmsInput>().toEqualTypeOf<z.input<typeof smsSchema>>();
  expectTypeOf<simulator.MenuTap>().toEqualTypeOf<z.input<typeof menuTapSchema>>();
  expectTypeOf<simulator.Launch>().toEqualTypeOf<z.input<typeof launchSchema>>();
  expectTypeOf<simulator.AccountChanges>().toEqualTypeOf<Partial<z.input<typeof accountChanges>>>();
  expectTypeOf<simulator.AccountSpec>().toEqualTypeOf<z.output<typeof accountSchema>>();
  expectTypeOf<simulator.PersonChanges>().toEqualTypeOf<Partial<z.input<typeof personChanges>>>();
  expectTypeOf<simulator.PersonInput>().toEqualTypeOf<z.input<typeof personSchema>>();
  expectTypeOf<simulator.PersonSpec>().toEqualTypeOf<z.output<typeof personSchema>>();
  expectTypeOf<simulator.World>().toEqualTypeOf<z.input<typeof worldSchema>>();
  expectTypeOf<simulator.SavedWorld>().toEqualTypeOf<z.output<typeof worldSchema>>();
});
