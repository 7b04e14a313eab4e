/** The attributes of `<saoma-login>`, all optional; docs/widget.md. */
export interface SaomaLoginAttributes {
  /** The origin of the service. Default: the page's own origin. */
  server?: string;
  /** The application's id. Optional if the service has one application, or a default one. */
  application?: string;
  /** The channel to use. Default: `auto`, the service chooses. */
  channel?: "auto" | "official-account-qr" | "official-account-code" | "mini-program" | "open-platform" | "in-wechat";
  /** The appid of the WeChat account to use. Default: the service chooses. */
  source?: string;
  /**
   * How the claim is kept: `header` is for pages on another registrable domain than the service. Default `cookie`.
   */
  claim?: "cookie" | "header";
  /** The address that the browser returns to after a page of WeChat's. Default: this page. */
  "return-to"?: string;
  /** Whether, inside WeChat, it goes to WeChat's page by itself, without a tap. Default: false. */
  auto?: "" | boolean;
  /** Whether it asks first who is signed in. Default: false. */
  session?: "" | boolean;
  /**
   * Which way a code goes: the page shows it to be sent in the chat (`from-page`), or the chat gives it to be typed
   * in (`from-chat`). Default: `from-page`, which takes a code of the chat's, too.
   */
  code?: "from-page" | "from-chat";
  /** Whether the page offers to type in an invitation, before a WeChat answers. */
  invitation?: "" | boolean;
  /** The language, as in `zh-CN` or `en`. Default: the page's. */
  lang?: string;
  /** The colour scheme. Default: the page's `color-scheme`. */
  theme?: "light" | "dark";
  /** The address of the logo. Default: the application's. */
  logo?: string;
  /** The name to show. Default: the application's. */
  name?: string;
}
