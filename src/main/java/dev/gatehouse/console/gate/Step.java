package dev.gatehouse.console.gate;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** How far the booth is with one lane. */
sealed interface Step {
    /** No car. */
    record Ready() implements Step {}

    /** The node is asked about a plate that was typed. */
    record Looking() implements Step {}

    /** A car stands there; what Enter does with it is shown. */
    record Shown(Car car) implements Step {}

    /**
     * A person is to choose one of several by its number.
     *
     * @param car with which it is to be done
     * @param chosen null until a person chose; Enter alone chooses none
     */
    record Menu(Car car, List<Choice> choices, @Nullable Choice chosen) implements Step {
        public Menu {
            choices = List.copyOf(choices);
        }
    }

    /** The last act is shown, and Enter takes it back. */
    record Undoing(Act act) implements Step {}

    /** It is being written; nothing opens before that is done. */
    record Writing(@Nullable Car car) implements Step {}

    /** The car that is shown; null where none is. */
    default @Nullable Car car() {
        return switch (this) {
            case Shown(Car car) -> car;
            case Menu(Car car, _, _) -> car;
            case Writing(Car car) -> car;
            case Ready _, Looking _, Undoing _ -> null;
        };
    }
}
