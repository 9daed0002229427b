package dev.gatehouse.console.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What is left of a name where the whole of it has no room. */
class ShortNamesTest {
    private static List<String> shortened(String... names) {
        List<String> all = List.of(names);
        return all.stream().map(ShortNames.of(all)).toList();
    }

    @Test
    void whatAllNamesBeginWithUpToADashIsLeftOut() {
        assertThat(shortened("central-1", "central-10", "central-2"))
                .containsExactly("1", "10", "2");
        assertThat(shortened("site-a-1", "site-a-2", "site-b-1"))
                .containsExactly("a-1", "a-2", "b-1");
    }

    @Test
    void namesThatHaveNothingInCommonStayWholeAndNoneIsEverEmpty() {
        assertThat(shortened("north", "south")).containsExactly("north", "south");
        assertThat(shortened("central-1", "central-")).containsExactly("central-1", "central-");
        assertThat(shortened("central-1")).containsExactly("central-1");
    }
}
