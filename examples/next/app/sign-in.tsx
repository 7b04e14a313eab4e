"use client";

import Script from "next/script";

/** React 19 gives custom elements their events: `onsigned-in` listens to `signed-in`. */
export function SignIn() {
  return (
    <>
      <Script type="module" src="/saoma-login.js" />
      <saoma-login application="shop" session onsigned-in={() => location.assign("/orders")} />
    </>
  );
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "saoma-login": { application?: string; session?: boolean; "onsigned-in"?: () => void };
    }
  }
}
