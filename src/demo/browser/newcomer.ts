const key = "newcomer";

/** The phone number of a new person, for the methods for newcomers. It stays the same until a user has signed in. */
export function newcomersPhone(): string {
  const known = sessionStorage.getItem(key);
  if (known) return known;
  const phone = `13${String(Date.now()).slice(-9)}`;
  sessionStorage.setItem(key, phone);
  return phone;
}

/** Forgets the number after a sign-in, so that the next newcomer is another person. */
export const forgetNewcomer = (): void => sessionStorage.removeItem(key);
