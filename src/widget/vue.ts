// The Vue component of the widget.
import { type AllowedComponentProps, defineComponent, type HTMLAttributes, h, ref, type VNodeProps } from "vue";
import type { SaomaLoginAttributes } from "./attributes.ts";
import {
  attributeNames,
  attributesOf,
  type ComponentAttributes,
  type ComponentEvents,
  eventNames,
  type Listener,
} from "./component.ts";
import type { SaomaLogin as SaomaLoginElement, SaomaLoginEvents } from "./define.ts";
// A second import, because one for types alone would define nothing.
import "./define.ts";

/** The listeners of the element's events: `@signed-in` is `onSignedIn`. */
export type SaomaLoginListeners = {
  [Name in keyof ComponentEvents as `on${Capitalize<Name>}`]?: Listener<Name>;
};

/** What `<SaomaLogin>` takes: the element's attributes, in camel or kebab case, and its events. */
export type SaomaLoginProps = ComponentAttributes & SaomaLoginListeners & VNodeProps & AllowedComponentProps;

/** What a template ref of `<SaomaLogin>` has. */
export interface SaomaLoginInstance {
  /** The component's properties. */
  readonly $props: SaomaLoginProps;
  /** The element itself, with its methods; undefined until it is in the page. */
  readonly element: SaomaLoginElement | undefined;
}

const withoutValue: readonly string[] = ["auto", "session", "invitation"];
const props = Object.fromEntries(
  Object.keys(attributeNames).map((name) => [name, { type: withoutValue.includes(name) ? Boolean : String }]),
);

/**
 * `<saoma-login>` as a component of Vue 3. Its events are `@signed-in`, `@expired` and so on, with the new state. On a
 * server it renders the empty element, which begins in the browser. Vue needs no `isCustomElement` for it.
 *
 * @example
 * import { SaomaLogin } from "saoma/widget/vue";
 * import { h } from "vue";
 *
 * h(SaomaLogin, { server: "https://login.example.com", onSignedIn: ({ account }) => console.log(account.name) });
 */
export const SaomaLogin: new () => SaomaLoginInstance = defineComponent({
  name: "SaomaLogin",
  props,
  emits: Object.keys(eventNames),
  setup(given: Partial<Record<keyof ComponentAttributes, unknown>>, { emit, expose }) {
    const element = ref<SaomaLoginElement>();
    expose({ element });
    const listeners = Object.fromEntries(
      Object.entries(eventNames).map(([name, event]) => [
        `on${event[0]?.toUpperCase()}${event.slice(1)}`,
        (fired: CustomEvent) => emit(name, fired.detail, fired),
      ]),
    );
    return () => h("saoma-login", { ref: element, ...attributesOf(given), ...listeners });
  },
}) as unknown as new () => SaomaLoginInstance;

/** What `<saoma-login>` takes in a template: `@signed-in` is the property `onSigned-in`. */
export type SaomaLoginElementProps = Omit<HTMLAttributes, keyof SaomaLoginAttributes> &
  SaomaLoginAttributes & {
    [Name in keyof SaomaLoginEvents as `on${Capitalize<Name>}`]?: (event: SaomaLoginEvents[Name]) => void;
  };

declare module "vue" {
  interface GlobalComponents {
    "saoma-login": new () => SaomaLoginElement & { $props: SaomaLoginElementProps };
  }
}
