import { options, templates } from "../../src/server/config/schema.ts";
import { typesFile } from "./generate.ts";

/** Generates `src/server/config/options.ts`: the options of `defineConfig`. */
export const optionsTypes = (): string =>
  typesFile(
    {
      head: 'import type { Texts } from "../../domain/texts.ts";\n',
      types: [
        {
          name: "SourceOptions",
          schema: options.shape.sources.element,
          io: "input",
          doc: "One WeChat account of the operator. What each kind needs is in docs/configuration.md.",
        },
        {
          name: "ApplicationOptions",
          schema: options.shape.applications.element,
          io: "input",
          doc: "One site or app that people sign in to.",
        },
        {
          name: "SaomaOptions",
          schema: options,
          io: "input",
          doc: "The options of the service: what {@link defineConfig} takes. Secrets that are left out come from the environment. A time is milliseconds, or a text such as `30d`, `12h`, `5m`, `30s`.",
        },
      ],
      custom: "string | number",
      known: new Map([[templates, "{ -readonly [Name in keyof Texts]?: Texts[Name] }"]]),
    },
    "src/server/config/options.ts",
  );
