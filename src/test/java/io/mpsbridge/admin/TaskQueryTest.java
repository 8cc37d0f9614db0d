package io.mpsbridge.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskQueryTest {

    @Test
    void withoutParametersTheOldestComeFirst() throws Exception {
        assertThat(TaskQuery.parse("/api/tasks")).isEqualTo(new TaskQuery("", TaskQuery.Sort.AGE, true, 0, 50));
    }

    @Test
    void parametersAreDecoded() throws Exception {
        assertThat(TaskQuery.parse("/api/tasks?q=%20A%26b+c%20&sort=next&order=asc&offset=100&limit=200"))
                .isEqualTo(new TaskQuery("a&b c", TaskQuery.Sort.NEXT, false, 100, 200));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort=size|sort must be one of age, task, model, status, polls, next",
                "order=up|order must be asc or desc",
                "limit=0|limit must be a number from 1 to 200",
                "limit=201|limit must be a number from 1 to 200",
                "offset=-1|offset must be a number from 0 to 100000",
                "offset=99999999999|offset must be a number from 0 to 100000",
                "q=%zz|the query is not percent-encoded UTF-8",
            })
    void whatCannotBeMeantIsRefusedWithTheWayOut(String query, String message) {
        assertThatThrownBy(() -> TaskQuery.parse("/api/tasks?" + query))
                .isInstanceOf(TaskQuery.InvalidException.class)
                .hasMessage(message);
    }

    @Property
    void nothingButARefusalComesOfAnyText(@ForAll String text) {
        try {
            assertThat(TaskQuery.parse("/api/tasks?" + text).limit()).isBetween(1, 200);
        } catch (TaskQuery.InvalidException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }
}
