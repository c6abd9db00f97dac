package io.certvigil.web.pages;

import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.ChangeView.Difference;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A list of changes, each with the values before and after it. */
final class ChangeList {
  private static final String NONE = "none";

  private final Html html;
  private final String up;

  /**
   * @param up the relative path from the page to the root; null if all changes are of the one
   *     certificate that the page shows
   */
  ChangeList(Html html, @Nullable String up) {
    this.html = html;
    this.up = up == null ? NONE : up;
  }

  void add(List<ChangeView> changes) {
    html.add("<ol class='timeline'>\n");
    changes.forEach(this::change);
    html.add("</ol>\n");
  }

  private void change(ChangeView change) {
    html.add("<li>{}<div class='what'><p>", change.at());
    change
        .changes()
        .forEach(word -> html.add("<span class='pill {}'>{}</span> ", style(word), word));
    var certificate = change.certificate();
    if (certificate == null) {
      html.add(
          "{}{}", PageText.count(change.certificates(), "certificate"), listDescription(change));
    } else if (!up.equals(NONE)) {
      html.add(
          "<a href='{}certificates/{}'><bdi>{}</bdi></a>",
          up,
          certificate.key(),
          certificate.name());
    }
    if (up.equals(NONE)) {
      html.add("{}", description(change.changes()));
    }
    html.add("</p>");
    if (!up.equals(NONE)) {
      html.add("<p class='sub'>{}</p>", location(change));
    }
    differences(change.differences());
    html.add("</div></li>\n");
  }

  private static String listDescription(ChangeView change) {
    return change.changes().contains("baseline")
        ? ", present when the list was first read"
        : " of a list that is no longer watched";
  }

  /** Explains the word of a change. */
  private static String description(List<String> words) {
    return switch (words.isEmpty() ? "" : words.getFirst()) {
      case "baseline" -> "present when its list was first read";
      case "appeared" -> "seen for the first time, or again after it had disappeared";
      case "disappeared" -> "confirmed as no longer in Cloudflare";
      case "unwatched" -> "its list is no longer watched";
      default -> "";
    };
  }

  private static String location(ChangeView change) {
    var zone = change.zone();
    return PageText.withSpaces(change.source())
        + " of "
        + (zone == null ? change.account().name() : zone.name());
  }

  private void differences(List<Difference> differences) {
    if (differences.isEmpty()) {
      return;
    }
    html.add("<dl class='differences'>");
    for (var one : differences) {
      html.add(
          "<div><dt>{}</dt><dd><del>{}</del> <span class='hidden'>changed to</span>"
              + " <ins>{}</ins></dd></div>",
          PageText.withSpaces(one.field()),
          display(one.before()),
          display(one.after()));
    }
    html.add("</dl>");
  }

  /** The value as text; an Instant stays one, since {@link Html} renders it as a time. */
  static Object display(@Nullable Object value) {
    if (value == null) {
      return NONE;
    }
    if (value instanceof Collection<?> many) {
      return many.isEmpty()
          ? NONE
          : many.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
    return value;
  }

  private static String style(String word) {
    return switch (word) {
      case "appeared", "renewed" -> "ok";
      case "disappeared", "unwatched" -> "critical";
      case "status", "expiry" -> "warning";
      default -> "info";
    };
  }
}
