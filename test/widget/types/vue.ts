import { type GlobalComponents, h, ref } from "vue";
import { SaomaLogin, type SaomaLoginProps } from "../../../src/widget/vue.ts";

type Props = InstanceType<GlobalComponents["saoma-login"]>["$props"];

export const props: Props = {
  application: "shop",
  claim: "header",
  class: "door",
  "onSigned-in": ({ detail }) => console.log(detail.account.name),
};

// @ts-expect-error: the claim is kept in a cookie or in a header
export const unknown: Props = { claim: "nowhere" };
// @ts-expect-error: there is no such event
export const silent: Props = { onSignedin: () => {} };

const login = ref<InstanceType<typeof SaomaLogin>>();
export const component = h(SaomaLogin, {
  ref: login,
  application: "shop",
  returnTo: "https://shop.example.com/",
  session: true,
  class: "door",
  onSignedIn: ({ account }, event) => console.log(account.name, event.detail.session.id),
  onExpired: () => login.value?.element?.refresh(),
});

// @ts-expect-error: the claim is kept in a cookie or in a header
export const unknownClaim: SaomaLoginProps = { claim: "nowhere" };
// @ts-expect-error: there is no such event
export const noEvent: SaomaLoginProps = { onSignedIm: () => {} };
// @ts-expect-error: nobody is signed in while a QR is shown
export const tooEarly: SaomaLoginProps = { onPending: ({ account }) => account };
