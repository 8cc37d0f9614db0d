package io.mpsbridge.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedNamesTest {

    private final BoundedNames names = new BoundedNames(2);

    @Test
    void aNameIsNewOnceAndOnlyWhileThereIsRoom() {
        assertThat(names.add("a")).isTrue();
        assertThat(names.add("a")).isFalse();
        assertThat(names.add("b")).isTrue();
        assertThat(names.add("c")).isFalse();
    }

    @Test
    void theFirstNamesStayAdmitted() {
        assertThat(names.admits("a")).isTrue();
        assertThat(names.admits("b")).isTrue();
        assertThat(names.admits("c")).isFalse();
        assertThat(names.admits("a")).isTrue();
    }
}
