package dev.gatehouse.ledger.block;

/** Whole numbers in decimal digits, as bytes. Pure functions; within {@link Limits#DIGITS}. */
final class Decimal {
    private Decimal() {}

    static int length(long number) {
        int length = number < 0 ? 2 : 1;
        for (long rest = Math.abs(number) / 10; rest > 0; rest /= 10) {
            length++;
        }
        return length;
    }

    /**
     * @return where the digits end
     */
    static int put(long number, byte[] out, int at) {
        int end = at + length(number);
        int place = end;
        long rest = Math.abs(number);
        do {
            out[--place] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (number < 0) {
            out[at] = '-';
        }
        return end;
    }
}
