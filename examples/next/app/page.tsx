import { SignIn } from "./sign-in.tsx";

export default function Page() {
  return <SignIn />;
}
