import * as z from "zod";
import { number, text } from "./loose.ts";

/** The number of a person's phone, as WeChat knows it. */
export interface PhoneNumber {
  /** As one dials it: foreign ones with their country's code. */
  number: string;
  /** Without the country's code. */
  national: string;
  /** Such as `86`: digits only. */
  countryCode: string;
  /** When it was given, Unix seconds; 0 where WeChat does not say. */
  at: number;
}

/**
 * WeChat's `phone_info`. Its country comes bare, with a plus, or empty; without one the number is Chinese, unless it
 * tells another one itself.
 */
export const phoneInfo: z.ZodType<PhoneNumber> = z
  .object({
    phoneNumber: text,
    purePhoneNumber: text,
    countryCode: text,
    watermark: z.object({ timestamp: number }).catch({ timestamp: 0 }),
  })
  .refine(({ phoneNumber, purePhoneNumber }) => /\d/.test(phoneNumber + purePhoneNumber))
  .transform(({ phoneNumber, purePhoneNumber, countryCode, watermark }) => {
    const answer = { full: dialled(phoneNumber), pure: dialled(purePhoneNumber), country: digitsOf(countryCode) };
    const country = answer.country || countryTold(answer) || "86";
    const national = withoutCountry(answer.pure || answer.full, country);
    return { number: answer.full || national, national, countryCode: country, at: watermark.timestamp };
  });

const dialled = (phone: string): string =>
  phone
    .normalize("NFKC")
    .replace(/[^\d+]/g, "")
    .replace(/^00/, "+");

/** No country's code begins with a zero. */
const digitsOf = (country: string): string => dialled(country).replace(/^\+?0*/, "");

interface GivenNumber {
  readonly full: string;
  readonly pure: string;
}

/** The country of a full number (`+852…`), where what follows it is told as well. */
const countryTold = ({ full, pure }: GivenNumber): string =>
  full.startsWith("+") && pure !== "" && full.endsWith(pure) ? full.slice(1, -pure.length) : "";

function withoutCountry(phone: string, country: string): string {
  if (phone.startsWith(`+${country}`)) return phone.slice(country.length + 1);
  return country === "86" ? phone.replace(/^86(?=1\d{10}$)/, "") : phone;
}
