package io.certvigil.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTableTest {
  @Test
  void formula_isText_andANumberIsANumber() {
    var row = List.of("=1+1", "+1", "-1+cmd|x", "@a", "-5", "7", "a,b");

    var csv = new MessageTable(List.of("a", "b", "c", "d", "e", "f", "g"), List.of(row)).csv();

    assertThat(csv).isEqualTo("a,b,c,d,e,f,g\r\n'=1+1,'+1,'-1+cmd|x,'@a,-5,7,\"a,b\"\r\n");
  }
}
