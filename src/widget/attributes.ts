/** The attributes of `<saoma-login>`, all optional. What each does is in `docs/widget.md`. */
export interface SaomaLoginAttributes {
  server?: string;
  application?: string;
  channel?: "auto" | "official-account-qr" | "official-account-code" | "mini-program" | "open-platform" | "in-wechat";
  source?: string;
  claim?: "cookie" | "header";
  "return-to"?: string;
  auto?: "" | boolean;
  session?: "" | boolean;
  code?: "from-page" | "from-chat";
  invitation?: "" | boolean;
  lang?: string;
  theme?: "light" | "dark";
  logo?: string;
  name?: string;
}
