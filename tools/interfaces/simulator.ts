// Generates the public types of the simulator from its schemas.
import { z } from "zod";
import { faultSchema } from "../../src/simulator/faults.ts";
import { menuTapSchema } from "../../src/simulator/people/menu.ts";
import { launchSchema } from "../../src/simulator/phone/mini-program.ts";
import { smsSchema } from "../../src/simulator/phone/sms.ts";
import { eventSchema, raw } from "../../src/simulator/push/event-schema.ts";
import { messageSchema } from "../../src/simulator/push/messages.ts";
import { changesSchema, settingsSchema } from "../../src/simulator/settings.ts";
import { accountChanges, accountSchema } from "../../src/simulator/world/account-schema.ts";
import { personChanges, personSchema } from "../../src/simulator/world/person-schema.ts";
import { preferencesSchema } from "../../src/simulator/world/preferences.ts";
import { worldSchema } from "../../src/simulator/world/schema.ts";
import { type TypesFile, typesFile } from "./generate.ts";

/** The output of the transform at the end of `accountSchema`, in which all derived values are set. */
const derived = { ...accountSchema.in.shape };
const account = z.object({
  ...derived,
  appid: derived.appid.unwrap(),
  originalId: derived.originalId.unwrap(),
  secret: accountChanges.shape.secret,
  token: accountChanges.shape.token,
  aesKey: accountChanges.shape.aesKey,
});

const file: TypesFile = {
  head: 'import type { RawValue } from "./push/raw-value.ts";\n',
  types: [
    {
      name: "Settings",
      schema: settingsSchema,
      io: "output",
      doc: "The simulator's settings: behaviour that WeChat's pages leave open. Each default is the best supported reading.",
    },
    {
      name: "SettingsInput",
      schema: settingsSchema,
      io: "input",
      doc: "Settings to start with: those that are absent have their defaults.",
    },
    {
      name: "SettingsChanges",
      schema: changesSchema,
      io: "input",
      doc: "Changes of settings: those that are absent stay as they are.",
    },
    { name: "Fault", schema: faultSchema, io: "output", doc: "A fault: a call or a push that fails on purpose." },
    { name: "FaultInput", schema: faultSchema, io: "input", doc: "A fault to add." },
    {
      name: "Preferences",
      schema: preferencesSchema,
      io: "output",
      doc: "What a person has chosen about an account, and the account about them.",
    },
    {
      name: "PreferenceChanges",
      schema: preferencesSchema,
      io: "input",
      isPartial: true,
      doc: "Changes of {@link Preferences}. Subscriptions are added to the existing ones.",
    },
    {
      name: "PersonEventInput",
      schema: eventSchema,
      io: "input",
      doc: "An event to push, without the tap that would cause it.",
    },
    {
      name: "PersonMessageInput",
      schema: messageSchema,
      io: "input",
      doc: "A message of a person. Media ids and addresses that are absent are made up.",
    },
    { name: "SmsInput", schema: smsSchema, io: "input", doc: "An SMS to deliver to a person's phone." },
    {
      name: "MenuTap",
      schema: menuTapSchema,
      io: "input",
      doc: "A tap on a menu entry, named by key or by place, and what the person does then.",
    },
    {
      name: "Launch",
      schema: launchSchema,
      io: "input",
      doc: "How a mini-program is opened: its page, its query and, from a 小程序码, its scene.",
    },
    {
      name: "AccountChanges",
      schema: accountChanges,
      io: "input",
      isPartial: true,
      doc: "Changes of a WeChat account, as its console could make them.",
    },
    {
      name: "AccountInput",
      schema: accountSchema,
      io: "input",
      doc: "A WeChat account of a world. Ids, keys and secrets that are absent are derived from kind and name.",
    },
    {
      name: "AccountSpec",
      schema: accountSchema,
      io: "output",
      doc: "A WeChat account, with every default filled in.",
    },
    {
      name: "PersonChanges",
      schema: personChanges,
      io: "input",
      isPartial: true,
      doc: "Changes of a person, as they could make them on their phone.",
    },
    {
      name: "PersonInput",
      schema: personSchema,
      io: "input",
      doc: "A person with a phone. Ids, avatar, phone number and nickname that are absent are derived from the name.",
    },
    { name: "PersonSpec", schema: personSchema, io: "output", doc: "A person, with every default filled in." },
    {
      name: "World",
      schema: worldSchema,
      io: "input",
      doc: "A world as it is written, in TypeScript or JSON: members with a default may be left out.",
    },
    {
      name: "SavedWorld",
      schema: worldSchema,
      io: "output",
      doc: "A parsed world, with every default filled in. It is a {@link World} too.",
    },
  ],
  known: new Map<z.core.$ZodType, string>([
    [raw, "RawValue"],
    [worldSchema.shape.settings.unwrap(), "SettingsInput"],
  ]),
  made: new Map<z.core.$ZodType, z.core.$ZodType>([[accountSchema, account]]),
};

/** Generates `src/simulator/interfaces.ts`: the types that tests pass to the simulator. */
export const simulatorTypes = (): string => typesFile(file, "src/simulator/interfaces.ts");
