/** What a person opens in WeChat's browser. */
export interface PageRequest {
  /** The address. */
  url: string;
  /** The appid of the chat or menu that the link was in: followers of that account are not asked for consent. */
  from?: string | undefined;
  /** Whether the person leaves a snapshot page for the full service. */
  full?: boolean | undefined;
  /** The fields of a form that the open page sends by POST. */
  form?: Record<string, string> | undefined;
}

/** One requested address and its response. */
export interface Redirect {
  /** The address. */
  url: string;
  /** The HTTP status. */
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

/** A page in WeChat's browser. */
export interface BrowserView {
  /**
   * `page`: it opened. `consent`: the phone asks the person first. `error`: a page of WeChat's says why not.
   * `unreachable`: the site did not respond.
   */
  outcome: "page" | "consent" | "error" | "unreachable";
  /** The address in the address bar. */
  url: string;
  /** The HTTP status. */
  status: number;
  /** The title of the page. */
  title: string;
  /** The page as text, at most 512 KiB; empty if it is not text. */
  text: string;
  /** Every address that was requested, the last one included. */
  chain: Redirect[];
  /** Whether it opened as a snapshot page (快照页): the user it sees is made up. */
  isSnapshot: boolean;
  /** What WeChat's error page says. */
  error?: {
    /** The number of the error, if it has one. */
    code?: number;
    /** The error in words. */
    text: string;
  };
  /** Why the site was unreachable. */
  reason?: string;
}
