package io.certvigil.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cli.CommandRunner;
import io.certvigil.cli.certificates.CertificateListing;
import io.certvigil.model.ResourceRef;
import io.certvigil.store.view.CertificateView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TablePrinterTest {
  private static final CertificateView FIRST =
      view("k1", "device-17.example.com", Instant.parse("2026-12-04T20:00:00Z"), 13L);
  private static final CertificateView SECOND = view("k2", "=cmd\u001b", null, null);

  private final CommandRunner terminal = new CommandRunner();

  @Test
  void table_isForPeople() {
    print(OutputOption.Format.TABLE, FIRST, SECOND);

    assertThat(terminal.out().lines())
        .hasSize(3)
        .first()
        .satisfies(
            line ->
                assertThat(line.strip().split(" +"))
                    .containsExactly("IN", "NAME", "WHERE", "SOURCE", "STATUS", "EXPIRES", "KEY"));
    assertThat(terminal.out())
        .contains("2026-12-04 20:00Z", "13 d", "device-17.example.com")
        .doesNotContain("\u001b");
  }

  @Test
  void table_fitsTheTerminal_andKeepsTheName() {
    terminal.width(40);

    print(OutputOption.Format.TABLE, FIRST);

    assertThat(terminal.out().lines())
        .map(line -> line.replaceAll("\u001b\\[[0-9]+m", ""))
        .containsExactly("  IN  NAME                   KEY", "13 d  device-17.example.com  k1");
  }

  @Test
  void rows_areColouredOnATerminal() {
    terminal.width(200);

    print(OutputOption.Format.TABLE, FIRST, SECOND);

    var lines = terminal.out().lines().toList();
    assertThat(lines.get(1)).startsWith("\u001b[33m13 d").endsWith("\u001b[0m");
    assertThat(lines.get(2)).doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource({"NO_COLOR,1", "TERM,dumb"})
  void rows_areNotColoured_ifDisabled(String name, String value) {
    terminal.width(200).env(name, value);

    print(OutputOption.Format.TABLE, FIRST);

    assertThat(terminal.out()).doesNotContain("\u001b");
  }

  @Test
  void emptyTable_printsAMessageOnStandardError() {
    print(OutputOption.Format.TABLE);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err()).isEqualTo("No certificates.\n");
  }

  @Test
  void json_isAnArrayOfObjects() {
    print(OutputOption.Format.JSON, FIRST, SECOND);

    assertThat(terminal.out())
        .startsWith("[\n{\"key\":\"k1\",\"source\":\"client_certificates\"")
        .contains("\"days_to_expiry\":13", "\"not_after\":null")
        .endsWith("}\n]\n");
  }

  @Test
  void emptyJson_isAnEmptyArray() {
    print(OutputOption.Format.JSON);

    assertThat(terminal.out()).isEqualTo("[]\n");
  }

  @Test
  void csv_endsLinesAsTheRfcSays() {
    print(OutputOption.Format.CSV, FIRST, SECOND);

    assertThat(terminal.out().split("\r\n", -1)).hasSize(4);
    assertThat(terminal.out())
        .startsWith("key,source,id,name,account_id,")
        .contains("k2,client_certificates,id-k2,'=cmd");
  }

  @Test
  void closedPipe_isIgnored() {
    var broken = new PrintStream(new Broken(), true, StandardCharsets.UTF_8);
    var context = terminal.context();
    var piped =
        new CommandContext(
            broken,
            context.err(),
            context.environment(),
            context.hostName(),
            0,
            false,
            context.clock(),
            context.version(),
            context.prompt(),
            context.ticker(),
            context.scrubber());

    CertificateListing.at(CommandRunner.TODAY)
        .print(piped, OutputOption.Format.CSV, rows -> rows.accept(FIRST));

    assertThat(terminal.err()).isEmpty();
  }

  private void print(OutputOption.Format format, CertificateView... views) {
    CertificateListing.at(CommandRunner.TODAY)
        .print(terminal.context(), format, List.of(views)::forEach);
  }

  private static CertificateView view(
      String key, String name, @Nullable Instant notAfter, @Nullable Long days) {
    return new CertificateView(
        key,
        "client_certificates",
        "id-" + key,
        name,
        new ResourceRef("a1", "acme"),
        new ResourceRef("z1", "example.com"),
        List.of(),
        null,
        null,
        null,
        "active",
        null,
        notAfter,
        days,
        null,
        false,
        CommandRunner.TODAY,
        CommandRunner.TODAY,
        Map.of("team", "platform"),
        Map.of(),
        null);
  }

  private static final class Broken extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }
}
