import { createRef } from "react";
import type { SaomaLogin } from "../../../src/widget/define.ts";
import type {} from "../../../src/widget/react.ts";

const login = createRef<SaomaLogin>();

export const page = (
  <saoma-login
    ref={login}
    application="shop"
    claim="header"
    theme="dark"
    className="door"
    onsigned-in={({ detail }) => console.log(detail.account.name)}
    onexpired={() => login.current?.refresh()}
  />
);

// @ts-expect-error: it is kept in a cookie or in a header
export const unknown = <saoma-login claim="nowhere" />;
// @ts-expect-error: there is no such event
export const silent = <saoma-login onsignedin={() => {}} />;
