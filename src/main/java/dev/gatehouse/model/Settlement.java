package dev.gatehouse.model;

/** How the fee that a person was shown is settled. */
public sealed interface Settlement {
    /** The fee that was shown, in đồng; nothing is written where another one is due. */
    long dueDong();

    /** Who settles it. */
    String staff();

    /**
     * The driver pays.
     *
     * @param givenDong what he gives, in đồng; less than the fee is refused
     */
    record Cash(long dueDong, long givenDong, String staff) implements Settlement {}

    /** The fee is not taken, and why. */
    record Excused(long dueDong, Because because) implements Settlement {
        @Override
        public String staff() {
            return because.staff();
        }
    }
}
