const key = "newcomer";

/** The number of somebody new, for the methods that want one: the same until somebody has signed in. */
export function newcomersPhone(): string {
  const known = sessionStorage.getItem(key);
  if (known) return known;
  const phone = `13${String(Date.now()).slice(-9)}`;
  sessionStorage.setItem(key, phone);
  return phone;
}

/** Whoever has signed in is no newcomer any more; the next one is somebody else. */
export const forgetNewcomer = (): void => sessionStorage.removeItem(key);
