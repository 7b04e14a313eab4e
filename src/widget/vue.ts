import type { HTMLAttributes } from "vue";
import type { SaomaLoginAttributes } from "./attributes.ts";
import type { SaomaLogin, SaomaLoginEvents } from "./element.ts";

/** What `<saoma-login>` takes in a template: `@signed-in` is the property `onSigned-in`. */
export type SaomaLoginProps = Omit<HTMLAttributes, keyof SaomaLoginAttributes> &
  SaomaLoginAttributes & {
    [Name in keyof SaomaLoginEvents as `on${Capitalize<Name>}`]?: (event: SaomaLoginEvents[Name]) => void;
  };

declare module "vue" {
  interface GlobalComponents {
    "saoma-login": new () => SaomaLogin & { $props: SaomaLoginProps };
  }
}
