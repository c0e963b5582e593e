package io.github.tune4j.dataset.quality;

import java.util.regex.Pattern;

/** The forms by which personal data and secrets are told, in ASCII, and what else must be true of them. */
final class SensitivePatterns {
    private static final String NOT_IN_A_WORD = "(?<![A-Za-z0-9])";
    private static final String WORD_ENDS = "(?![A-Za-z0-9])";
    private static final String NOT_IN_A_NUMBER = "(?<![A-Za-z0-9+/_-])(?<![0-9][.,:])";
    private static final String NUMBER_ENDS = "(?![A-Za-z0-9]|[.,:-][0-9])";

    static final Pattern EMAIL = Pattern.compile("(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+][A-Za-z0-9._%+'-]{0,63}@"
            + "(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\\.){1,8}[A-Za-z]{2,24}" + WORD_ENDS);
    static final Pattern ACCESS_KEY = Pattern.compile(NOT_IN_A_WORD + "(?:AKIA|ASIA)[A-Z0-9]{16}" + WORD_ENDS);
    static final Pattern SECRET_KEY = Pattern.compile("(?<![A-Za-z0-9/+_.-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])");
    static final Pattern SECRET_KEY_ANNOUNCED =
            Pattern.compile("(?i)secret|credential|シークレット|秘密|AKIA|ASIA|aws.{0,20}key");
    static final Pattern PRIVATE_KEY = Pattern.compile(
            "-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----(?:[^-]{0,20000}-----END (?:[A-Z]+ ){0,3}PRIVATE KEY-----)?");
    static final Pattern IPV6 = Pattern.compile("(?<![A-Za-z0-9:.])(?:[0-9A-Fa-f]{0,4}:){2,7}"
            + "(?:(?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f]{0,4})(?![A-Za-z0-9:])");
    static final Pattern IPV4 =
            Pattern.compile("(?<![A-Za-z0-9.])(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?![A-Za-z0-9]|\\.[0-9])");
    private static final Pattern VERSION_BEFORE =
            Pattern.compile("(?i)(?:(?<![A-Za-z])(?:version|release|ver\\.?)|バージョン|版) ?$");
    static final Pattern CARD = Pattern.compile("(?<![A-Za-z0-9.+/_])(?<![0-9][-,:])(?:[0-9]{13,19}"
            + "|[0-9]{4}([ -])[0-9]{4}\\1[0-9]{4}\\1[0-9]{4}|[0-9]{4}([ -])[0-9]{6}\\2[0-9]{4,5})"
            + NUMBER_ENDS);
    static final Pattern PHONE = Pattern.compile(NOT_IN_A_NUMBER
            + "(?:"
            // North America, with the country code or without it
            + "(?:\\+?1[ .-])?(?:\\([2-9][0-9]{2}\\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}"
            // any other country code
            + "|\\+[1-9][0-9]{0,2}(?:[ .-]?\\(?[0-9]{2,5}\\)?){2,4}|\\+[1-9][0-9]{0,2} ?[1-9](?:[ .-][0-9]{2,4}){3,4}"
            + "|\\+[1-9][0-9]{7,14}"
            // an area code that begins with a zero, as in Japan and most of Europe
            + "|0[0-9]{1,4}-[0-9]{1,5}-[0-9]{3,4}|0[0-9]{1,4}\\([0-9]{1,4}\\)[0-9]{3,4}"
            + "|\\(0[0-9]{1,4}\\) ?[0-9]{1,5}[ -][0-9]{3,4}|0[0-9]{1,4} [0-9]{3,5} [0-9]{3,4}|0[0-9]{4} [0-9]{6}"
            + "|0[789]0[0-9]{8})"
            + NUMBER_ENDS);

    private SensitivePatterns() {}

    static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }

    /** Forty letters mixed as no word and no path is; where a secret is spoken of, any mixture will do. */
    static boolean isSecretKey(String text, boolean announced) {
        int changes = 0;
        boolean mixed = text.chars().anyMatch(Character::isUpperCase)
                && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().anyMatch(Character::isDigit);
        for (int i = 1; i < text.length(); i++) {
            changes += kind(text.charAt(i)) == kind(text.charAt(i - 1)) ? 0 : 1;
        }
        return mixed && changes >= (announced ? 4 : 14);
    }

    private static int kind(char c) {
        return Character.isUpperCase(c) ? 0 : Character.isLowerCase(c) ? 1 : Character.isDigit(c) ? 2 : 3;
    }

    static boolean isIpv4(String text) {
        for (String part : text.split("\\.")) {
            if (Integer.parseInt(part) > 255 || part.length() > 1 && part.startsWith("0")) {
                return false;
            }
        }
        return !text.startsWith("127.") && !text.startsWith("0.") && !text.startsWith("255.");
    }

    static boolean isVersion(String text, int start) {
        return VERSION_BEFORE
                .matcher(text.substring(Math.max(0, start - 12), start))
                .find();
    }

    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::") || text.chars().noneMatch(Character::isDigit)) {
            return false;
        }
        boolean endsWithIpv4 = text.indexOf('.') > 0;
        String[] groups = text.replaceAll("^:+|:+$", "").split("::?");
        int count = groups.length + (endsWithIpv4 ? 1 : 0);
        boolean loose = text.startsWith(":") && gap != 0 || text.endsWith(":") && gap != text.length() - 2;
        boolean whole = gap < 0 ? count == 8 : count < 8 && (count > 2 || groups[0].length() >= 3);
        return whole && !loose;
    }

    static boolean isPhone(String text) {
        int digits = digits(text).length();
        return digits >= (text.startsWith("+") ? 8 : 10) && digits <= (text.startsWith("0") ? 11 : 15);
    }

    static boolean isCard(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : digit * 2;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0 && isIssued(digits);
    }

    /** Whether cards of this length begin like that: Visa, Mastercard, American Express, Diners, Discover, JCB, others. */
    private static boolean isIssued(String digits) {
        int length = digits.length();
        int four = Integer.parseInt(digits.substring(0, 4));
        int two = four / 100;
        boolean visa = four / 1000 == 4 && (length == 13 || length == 16 || length == 19);
        boolean mastercard = length == 16 && (two >= 51 && two <= 55 || four >= 2221 && four <= 2720);
        boolean amex = length == 15 && (two == 34 || two == 37);
        boolean diners = length >= 14 && (four / 10 >= 300 && four / 10 <= 305 || two == 36 || two == 38 || two == 39);
        boolean jcb = length >= 16 && four >= 3528 && four <= 3589;
        boolean other = length >= 16 && (four == 6011 || two == 65 || two == 62 || four >= 6440 && four <= 6499);
        boolean maestro = two == 50 || two >= 56 && two <= 58 || four == 6304 || four == 6759 || four / 10 == 676;
        return visa || mastercard || amex || diners || jcb || other || maestro;
    }
}
