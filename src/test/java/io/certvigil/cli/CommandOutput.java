package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Exit code and output of a command, and the checks of most tests. */
public record CommandOutput(int exit, String out, String err) {
  /** Asserts that the command succeeded. */
  public CommandOutput succeeds() {
    assertThat(exit).as(err).isZero();
    return this;
  }

  /** Asserts the exit code, and that standard error contains these texts. */
  public CommandOutput fails(int code, String... texts) {
    assertThat(exit).as(err).isEqualTo(code);
    assertThat(texts).allSatisfy(text -> assertThat(err).contains(text));
    return this;
  }

  /** Asserts the exit code, and one line on standard error that contains this text. */
  public CommandOutput failsOnOneLine(int code, String text) {
    assertThat(err).hasLineCount(1).startsWith("certvigil: ");
    return fails(code, text);
  }

  /** Asserts the exit code, and that standard error has only this line of the program. */
  public CommandOutput failsWith(int code, String line) {
    assertThat(err).isEqualTo("certvigil: " + line + "\n");
    return fails(code);
  }

  public JsonArray array() {
    return JsonParser.parseString(out).getAsJsonArray();
  }

  public JsonObject object() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
