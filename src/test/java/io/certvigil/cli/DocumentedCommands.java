package io.certvigil.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands that the documents tell people to type, and what this test expects of each. */
final class DocumentedCommands {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)\n(.*?)^ *```$");
  private static final Pattern INLINE =
      Pattern.compile("`((?:sudo|certvigil|systemctl|journalctl|cp|jcmd) [^`]+)`");
  private static final Pattern EXPECTED = Pattern.compile("([0-9]+|-) (.+)");

  private DocumentedCommands() {}

  /**
   * One command with what it must do.
   *
   * @param exit null if it is not typed
   * @param patterns each matches its output
   */
  record Expectation(@Nullable Integer exit, String command, List<Pattern> patterns) {}

  /** Lines of shell blocks, and commands within the text; without comments, each once. */
  static Set<String> of(Path page) throws IOException {
    var text = Files.readString(page);
    var commands = new LinkedHashSet<String>();
    for (var block : BLOCK.matcher(text).results().toList()) {
      if (block.group(1).matches("sh|console")) {
        block.group(2).lines().map(DocumentedCommands::command).forEach(commands::add);
      }
    }
    INLINE
        .matcher(BLOCK.matcher(text).replaceAll(""))
        .results()
        .map(found -> command(found.group(1).replaceAll("\\s+", " ")))
        .forEach(commands::add);
    commands.remove("");
    return commands;
  }

  private static String command(String line) {
    return line.replaceFirst(" {2,}#.*", "").strip();
  }

  /** What is expected, in the order of the file. */
  static List<Expectation> expectations() throws IOException {
    var lines =
        Files.readAllLines(Path.of("src/test/resources/io/certvigil/cli/documented-commands.txt"));
    var all = new ArrayList<Expectation>();
    for (var line : lines) {
      var head = EXPECTED.matcher(line);
      if (head.matches()) {
        var exit = head.group(1).equals("-") ? null : Integer.valueOf(head.group(1));
        all.add(new Expectation(exit, head.group(2).strip(), new ArrayList<>()));
      } else if (line.startsWith("  ")) {
        all.getLast().patterns().add(Pattern.compile(line.strip(), Pattern.MULTILINE));
      }
    }
    return all;
  }
}
