import { createRef } from "react";
import type { SaomaLogin } from "../../../src/widget/define.ts";
import { SaomaLogin as Component } from "../../../src/widget/react.ts";

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

export const component = (
  <Component
    ref={login}
    application="shop"
    returnTo="https://shop.example.com/"
    session
    className="door"
    onSignedIn={({ account }, event) => console.log(account.name, event.detail.session.id)}
    onExpired={() => login.current?.refresh()}
    onError={({ code }) => console.log(code.length)}
  />
);

// @ts-expect-error: it is kept in a cookie or in a header
export const unknownClaim = <Component claim="nowhere" />;
// @ts-expect-error: there is no such event
export const noEvent = <Component onSignedIm={() => {}} />;
// @ts-expect-error: who is signed in is not known while a QR waits
export const tooEarly = <Component onPending={({ account }) => account} />;
