import { defineComponent, h, ref } from "vue";
import { SaomaLogin } from "../../../src/widget/vue.ts";

/** A page of Vue's: who signed in is its state, and the button asks the element by its ref. */
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
