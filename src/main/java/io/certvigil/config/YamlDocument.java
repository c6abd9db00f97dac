package io.certvigil.config;

import io.certvigil.config.ConfigProblems.ConfigProblem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Parses the file into YAML nodes with their positions. YAML 1.2: {@code no} and {@code on} are
 * strings.
 */
final class YamlDocument {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ALIASES = 50;

  /** As much as a file with a secret. */
  private static final int MAX_SCALAR = 65_536;

  /** What the library says before the name that the file gives. */
  private static final List<String> BEFORE_NAMES =
      List.of("found undefined alias", "found undefined tag handle", "duplicate tag handle");

  private static final Mark START = new Mark("", 0, 0, 0, new int[0], 0);

  private final BindingContext context;

  YamlDocument(BindingContext context) {
    this.context = context;
  }

  /**
   * Returns the root mapping. If the text is not valid YAML, this is reported and nothing is bound.
   */
  ConfigMapping parse(String text) {
    try {
      checkShape(text);
      var root = new Compose(settings()).composeString(text);
      return new ConfigValue("", root.filter(YamlDocument::hasContent).orElse(emptyRoot()), context)
          .mapping();
    } catch (ConfigProblem wrong) {
      context.report().addProblem(wrong);
    } catch (MarkedYamlEngineException e) {
      context.report().addProblem(invalid(text, e));
    } catch (ReaderException e) {
      context.report().addProblem(characterAt(text, e.getPosition()));
    } catch (YamlEngineException e) {
      context
          .report()
          .addProblem(new ConfigProblem(0, 0, "", "is not valid YAML: " + wording(firstLine(e))));
    }
    context.report().throwIfAny();
    throw new IllegalStateException("reported nothing");
  }

  /** At the quote if it is one that is not closed: the rest of the file looks fine. */
  private static ConfigProblem invalid(String text, MarkedYamlEngineException e) {
    var mark = e.getProblemMark().or(e::getContextMark).orElse(START);
    var open = openQuote(text, e, mark);
    return open == null
        ? new ConfigProblem(mark, "", "is not valid YAML: " + wording(e.getProblem()))
        : new ConfigProblem(open, "", "is not valid YAML: the quote that opens here is not closed");
  }

  private static @Nullable Mark openQuote(String text, MarkedYamlEngineException e, Mark mark) {
    if (String.valueOf(e.getContext()).contains("quoted scalar")) {
      boolean end = String.valueOf(e.getProblem()).contains("end of stream");
      return end ? e.getContextMark().orElse(null) : null;
    }
    return quoteEndingOn(text, mark.getLine());
  }

  /**
   * The start of a quoted value of several lines that ends on this line: it was probably closed by
   * the opening quote of another value.
   */
  private static @Nullable Mark quoteEndingOn(String text, int line) {
    Mark found = null;
    try {
      for (var event : new Parse(settings()).parseString(text)) {
        var start = event.getStartMark().orElse(START);
        boolean quoted = event instanceof ScalarEvent scalar && !scalar.isPlain();
        boolean ends = event.getEndMark().filter(end -> end.getLine() == line).isPresent();
        found = quoted && ends && start.getLine() < line ? start : found;
      }
    } catch (YamlEngineException e) {
      return found; // the error that is being explained
    }
    return found;
  }

  ConfigMapping empty() {
    return new ConfigMapping("", emptyRoot(), context);
  }

  private static MappingNode emptyRoot() {
    var start = Optional.of(START);
    return new MappingNode(Tag.MAP, true, List.of(), FlowStyle.BLOCK, start, start);
  }

  // False for a file that contains only comments or only "---".
  private static boolean hasContent(Node node) {
    return !(node instanceof ScalarNode && node.getTag().equals(Tag.NULL));
  }

  // Composing is recursive and limited only by the stack, so the depth is checked on the events
  // first.
  private void checkShape(String text) {
    int depth = 0;
    int documents = 0;
    for (var event : new Parse(settings()).parseString(text)) {
      depth += step(event);
      documents += event.getEventId() == Event.ID.DocumentStart ? 1 : 0;
      var mark = event.getStartMark().orElse(START);
      if (depth > MAX_DEPTH) {
        throw new ConfigProblem(mark, "", "is nested deeper than " + MAX_DEPTH + " levels");
      }
      if (event instanceof ScalarEvent scalar && scalar.getValue().length() > MAX_SCALAR) {
        throw new ConfigProblem(mark, "", "has more than " + MAX_SCALAR + " characters");
      }
      if (documents > 1) {
        throw new ConfigProblem(mark, "", "contains more than one YAML document");
      }
    }
  }

  private static int step(Event event) {
    return switch (event.getEventId()) {
      case MappingStart, SequenceStart -> 1;
      case MappingEnd, SequenceEnd -> -1;
      case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> 0;
    };
  }

  private static LoadSettings settings() {
    return LoadSettings.builder()
        .setLabel("")
        .setAllowDuplicateKeys(true) // our own message contains both positions
        .setAllowNonScalarKeys(true) // our own message contains the position
        .setMaxAliasesForCollections(MAX_ALIASES)
        .build();
  }

  private static ConfigProblem characterAt(String text, int position) {
    var before = text.substring(0, text.offsetByCodePoints(0, position));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - before.lastIndexOf('\n') - 1;
    return new ConfigProblem(
        line + 1, column + 1, "", "is not valid YAML: contains a control character");
  }

  /**
   * Without the name of an anchor, alias or tag: a password that begins with {@code &}, {@code *}
   * or {@code !} and is not quoted is one.
   */
  private static String wording(String problem) {
    return BEFORE_NAMES.stream()
        .filter(problem::startsWith)
        .findFirst()
        .map(words -> words + ": put a value that begins with & or * or ! in quotes")
        .orElseGet(() -> ErrorWording.quoteSentence(problem));
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
