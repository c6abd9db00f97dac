package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class StepsTest {
  @Test
  void oneThatFails_stopsNoOther_andIsThrown() {
    var done = new ArrayList<String>();
    var fault = new IllegalStateException("first");

    assertThatThrownBy(
            () ->
                Steps.all(
                    () -> done.add("a"),
                    () -> fail(fault),
                    () -> done.add("b"),
                    () -> fail(new IllegalStateException("second")),
                    () -> fail(fault),
                    () -> done.add("c")))
        .isSameAs(fault)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    assertThat(done).containsExactly("a", "b", "c");
  }

  private static void fail(RuntimeException fault) {
    throw fault;
  }
}
