import * as z from "zod";
import { number, text } from "./loose.ts";

/** The number of a person's phone, as WeChat knows it. */
export interface PhoneNumber {
  /** The number as it is dialled; a foreign number with its country code. */
  number: string;
  /** The number without the country code. */
  national: string;
  /** The country code, digits only, such as `86`. */
  countryCode: string;
  /** When the person gave it, in Unix seconds; 0 if WeChat does not say. */
  at: number;
}

/**
 * WeChat's `phone_info`. WeChat writes the country code without a plus, with one, or not at all; a number without it is
 * Chinese, unless the number itself begins with another code.
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

/** No country code begins with a zero. */
const digitsOf = (country: string): string => dialled(country).replace(/^\+?0*/, "");

interface GivenNumber {
  readonly full: string;
  readonly pure: string;
}

/** The country code of a full number (`+852…`), if the number without it is given as well. */
const countryTold = ({ full, pure }: GivenNumber): string =>
  full.startsWith("+") && pure !== "" && full.endsWith(pure) ? full.slice(1, -pure.length) : "";

function withoutCountry(phone: string, country: string): string {
  if (phone.startsWith(`+${country}`)) return phone.slice(country.length + 1);
  return country === "86" ? phone.replace(/^86(?=1\d{10}$)/, "") : phone;
}
