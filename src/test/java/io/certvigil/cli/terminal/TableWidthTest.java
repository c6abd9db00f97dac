package io.certvigil.cli.terminal;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.right;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cli.CommandRunner;
import io.certvigil.cli.terminal.TablePrinter.Fit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables on terminals of several widths: every name is whole, and every row is aligned. */
class TableWidthTest {
  private static final String LONG = "a-very-long-name.".repeat(7) + "shop.example.com";
  private static final String CHINESE = "\u8bc1\u4e66.\u4f8b\u5b50.example.com";
  private static final String COMBINING = "cafe\u0301-re\u0301sume\u0301.example.com";

  private record Row(String left, String name, String where, String source, String key) {}

  private static final TablePrinter<Row> LISTING =
      new TablePrinter<>(
          List.of(
              right("IN", Row::left),
              left("NAME", Row::name).fit(Fit.NAME),
              left("WHERE", Row::where).fit(Fit.SHRINKS).leftOut(9),
              left("SOURCE", Row::source).leftOut(1),
              left("KEY", Row::key)),
          List.of(left("name", Row::name)),
          row -> row,
          "Nothing.");

  private static List<Row> rows(String... names) {
    return Stream.of(names)
        .map(
            name ->
                new Row("13 d", name, "shop.of.the.example.com", "client_certificates", "k1k1k1"))
        .toList();
  }

  private static List<String> printed(int width, List<Row> rows) {
    var terminal = new CommandRunner().width(width).env("NO_COLOR", "1");
    LISTING.print(terminal.context(), OutputOption.Format.TABLE, rows::forEach);
    return terminal.out().lines().toList();
  }

  static Stream<Integer> widths() {
    return Stream.of(60, 80, 100, 132, 200);
  }

  @ParameterizedTest
  @MethodSource("widths")
  void namesAreWhole_andRowsAligned(int width) {
    var lines = printed(width, rows("short.example.com", CHINESE, COMBINING));

    assertThat(lines).hasSize(4).allMatch(line -> DisplayWidth.of(line) <= width);
    assertThat(lines.get(2)).contains(CHINESE);
    assertThat(lines.get(3)).contains(COMBINING);
    assertThat(lines.subList(1, 4))
        .map(line -> DisplayWidth.of(line.substring(0, line.indexOf("k1k1k1"))))
        .containsOnly(DisplayWidth.of(lines.getFirst()) - "KEY".length());
  }

  @ParameterizedTest
  @MethodSource("widths")
  void aLongName_isWhole_andOnlyItsOwnRowIsMoved(int width) {
    var lines = printed(width, rows(LONG, "short.example.com"));

    assertThat(lines.get(1)).contains(LONG).endsWith("k1k1k1");
    assertThat(DisplayWidth.of(lines.get(2))).isLessThanOrEqualTo(width);
    assertThat(lines.get(2)).contains("short.example.com").endsWith("k1k1k1");
  }

  @ParameterizedTest
  @CsvSource({
    "200,13 d  short.example.com  shop.of.the.example.com  client_certificates  k1k1k1",
    "70,13 d  short.example.com  shop.of.the.exa\u2026  client_certificates  k1k1k1",
    "60,13 d  short.example.com  shop.of.the.example.com  k1k1k1",
    "50,13 d  short.example.com  shop.of.the.exam\u2026  k1k1k1",
    "40,13 d  short.example.com  k1k1k1",
  })
  void whereShrinksFirst_thenTheSourceGoes(int width, String row) {
    assertThat(printed(width, rows("short.example.com")).get(1)).isEqualTo(row);
  }

  @Test
  void pipedOutput_isNotCut() {
    assertThat(printed(0, rows(LONG)).get(1))
        .isEqualTo("13 d  " + LONG + "  shop.of.the.example.com  client_certificates  k1k1k1");
  }

  @ParameterizedTest
  @CsvSource({"abc,3", "\u8bc1\u4e66,4", "e\u0301,1", "\ud83d\udd12,2", "'',0"})
  void widthOfText(String text, int columns) {
    assertThat(DisplayWidth.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef,4,abc\u2026",
    "abc,3,abc",
    "\u8bc1\u4e66\u8bc1,4,\u8bc1\u2026",
    "ae\u0301ef,3,ae\u0301\u2026",
  })
  void cutText_fits(String text, int columns, String cut) {
    assertThat(DisplayWidth.cut(text, columns)).isEqualTo(cut);
  }
}
