/** What a person opens in WeChat's browser. */
export interface PageRequest {
  url: string;
  /** The appid of the chat or menu that the link was in: followers are not asked there. */
  from?: string | undefined;
  /** Whether the person leaves a snapshot page for the full service. */
  full?: boolean | undefined;
  /** Fields of a form that is sent by POST, from the page that is open. */
  form?: Record<string, string> | undefined;
}

/** One address on the way, and what it answered. */
export interface Redirect {
  url: string;
  status: number;
}

/** The page that is open, with the bytes it came as. */
export interface Page {
  /** Another one for each page that comes. */
  readonly id: number;
  readonly view: BrowserView;
  readonly type: string;
  readonly body: Uint8Array;
}

/**
 * What came of it: a `page`; a `consent` question on the phone; a WeChat `error` page (with its number where it
 * has one); a site that is `unreachable`.
 */
export interface BrowserView {
  outcome: "page" | "consent" | "error" | "unreachable";
  /** The address bar. */
  url: string;
  status: number;
  title: string;
  /** The page as text, at most 512 KiB; empty for what is no text. */
  text: string;
  /** Every address that was asked, the last one included. */
  chain: Redirect[];
  /** Opened on a snapshot page: whoever it thinks it knows is made up. */
  isSnapshot: boolean;
  error?: { code?: number; text: string };
  reason?: string;
}
