"use client";

// The React component of the widget.
import {
  createElement,
  type DetailedHTMLProps,
  type HTMLAttributes,
  type ReactElement,
  type Ref,
  type RefObject,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
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

/** The listeners of the element's events: `onSignedIn`, `onExpired` and so on, one for each event. */
export type SaomaLoginListeners = {
  [Name in keyof ComponentEvents as `on${Capitalize<Name>}`]?: Listener<Name>;
};

/** What `<SaomaLogin>` takes: the element's attributes in camel case, its events, and what every element takes. */
export type SaomaLoginProps = Omit<
  HTMLAttributes<SaomaLoginElement>,
  keyof ComponentAttributes | keyof SaomaLoginListeners
> &
  ComponentAttributes &
  SaomaLoginListeners & {
    /** The element itself, with its methods. */
    ref?: Ref<SaomaLoginElement>;
  };

/**
 * `<saoma-login>` as a component of React 19. On a server it renders the empty element, which begins in the browser.
 *
 * @example
 * import { SaomaLogin } from "saoma/widget/react";
 * import { createElement } from "react";
 *
 * const server = "https://login.example.com";
 * createElement(SaomaLogin, { server, onSignedIn: ({ account }) => console.log(account.name) });
 */
export function SaomaLogin({ ref, ...props }: SaomaLoginProps): ReactElement {
  const element = useRef<SaomaLoginElement>(null);
  useImperativeHandle(ref, () => element.current as SaomaLoginElement, []);
  useListeners(element, props);
  const rest = Object.entries(props).filter(([name]) => !(name in attributeNames) && !(name in listenerNames));
  return createElement("saoma-login", { ...Object.fromEntries(rest), ...attributesOf(props), ref: element });
}

/** `onSignedIn`, and the event that it listens to. */
const listenerNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(eventNames).map(([name, event]) => [`on${name[0]?.toUpperCase()}${name.slice(1)}`, event]),
);

type AnyListener = (detail: unknown, event: Event) => void;

/** Adds the listeners itself, because React adds none to an element that was rendered on a server. */
function useListeners(element: RefObject<SaomaLoginElement | null>, props: SaomaLoginListeners): void {
  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useLayoutEffect(() => {
    const listening = new AbortController();
    for (const [name, event] of Object.entries(listenerNames)) {
      const hear = (fired: Event) =>
        (latest.current[name as keyof SaomaLoginListeners] as AnyListener | undefined)?.(
          (fired as CustomEvent).detail,
          fired,
        );
      element.current?.addEventListener(event, hear, { signal: listening.signal });
    }
    return () => listening.abort();
  }, [element]);
}

/** What `<saoma-login>` takes in JSX; React 19 gives custom elements their events: `onsigned-in` listens to `signed-in`. */
export type SaomaLoginElementProps = Omit<
  DetailedHTMLProps<HTMLAttributes<SaomaLoginElement>, SaomaLoginElement>,
  keyof SaomaLoginAttributes
> &
  SaomaLoginAttributes & {
    [Name in keyof SaomaLoginEvents as `on${Name}`]?: (event: SaomaLoginEvents[Name]) => void;
  };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "saoma-login": SaomaLoginElementProps;
    }
  }
}
