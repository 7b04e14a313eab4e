import { defineComponent, h, ref } from "vue";
import { SaomaLogin } from "../../../src/widget/vue.ts";

/** A Vue page. Its state holds who is signed in; the button calls the element through its ref. */
export const App = defineComponent(() => {
  const heard = ref<readonly string[]>([]);
  const login = ref<InstanceType<typeof SaomaLogin>>();
  const hear = (line: string) => {
    heard.value = [...heard.value, line];
  };
  return () =>
    h("main", [
      h(SaomaLogin, {
        ref: login,
        lang: "zh-CN",
        class: "door",
        onPending: ({ channel }) => hear(`pending by ${channel}`),
        onSignedIn: ({ account }, event) => hear(`${event.type} ${account.name}, after ${heard.value.length}`),
        onSignedOut: () => hear("signed out"),
      }),
      h("button", { id: "out", onClick: () => login.value?.element?.signOut() }, "out"),
      h("output", { id: "heard" }, heard.value.join("; ")),
    ]);
});
