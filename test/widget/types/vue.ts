import type { GlobalComponents } from "vue";
import type {} from "../../../src/widget/vue.ts";

type Props = InstanceType<GlobalComponents["saoma-login"]>["$props"];

export const props: Props = {
  application: "shop",
  claim: "header",
  class: "door",
  "onSigned-in": ({ detail }) => console.log(detail.account.name),
};

// @ts-expect-error: it is kept in a cookie or in a header
export const unknown: Props = { claim: "nowhere" };
// @ts-expect-error: there is no such event
export const silent: Props = { onSignedin: () => {} };
