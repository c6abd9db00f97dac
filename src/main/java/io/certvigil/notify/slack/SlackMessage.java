package io.certvigil.notify.slack;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.certvigil.model.ReadableTime;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotificationId;
import io.certvigil.notify.WireJson;
import io.certvigil.notify.message.Message;
import io.certvigil.notify.message.Message.Count;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.notify.message.Message.Part;
import io.certvigil.policy.Severity;
import io.certvigil.store.Outbox.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message in <a href="https://docs.slack.dev/reference/block-kit/blocks/">Block Kit</a>,
 * well within its limits. Untrusted text is in {@code plain_text}, in which Slack does not
 * interpret links, mentions or emoji; mrkdwn contains only fixed text and URLs.
 */
public final class SlackMessage {
  static final int BLOCKS = 45;
  static final int SECTION = 2_900;
  static final int MAX_CHARACTERS = 12_000;

  private static final int HEADER = 150;
  private static final int LINE = 700;
  private static final int LINK = 300;

  /** Characters reserved for the blocks below the lines, and for the fallback text. */
  private static final int RESERVED = 3_000;

  private static final int FALLBACK = 300;
  private static final int PLAIN = 3_000;

  private final Message content;
  private final JsonArray blocks = new JsonArray();
  private int used;
  private int remainingLines;

  private SlackMessage(Message message) {
    this.content = message;
    this.remainingLines = message.total();
  }

  public static String of(Message message) {
    return new SlackMessage(message).write();
  }

  /** The same message as one plain text; empty if it is one already. */
  static Optional<FallbackMessage> fallback(Delivery refused) {
    var body = WireJson.object(refused.body());
    if (!(body.get("blocks") instanceof JsonArray blocks)) {
      return Optional.empty();
    }
    var text =
        blocks.asList().stream()
            .map(block -> block.getAsJsonObject().get("text"))
            .filter(JsonObject.class::isInstance)
            .map(shown -> shown.getAsJsonObject().get("text").getAsString())
            .collect(Collectors.joining("\n"));
    var plain = message(cut(text, PLAIN));
    return Optional.of(
        new FallbackMessage(
            NotificationId.of("plain", refused.messageId()), WireJson.write(plain)));
  }

  /** Slack interprets mrkdwn in the fallback text too, so it is escaped. */
  private static JsonObject message(String fallback) {
    var message = new JsonObject();
    message.addProperty("text", escaped(fallback));
    message.addProperty("mrkdwn", false);
    message.addProperty("unfurl_links", false);
    message.addProperty("unfurl_media", false);
    return message;
  }

  private String write() {
    var message = message(cut(content.subject(), FALLBACK));
    block("header", plain(cut(icon() + " " + content.title(), HEADER)));
    context(plain(about()));
    content.parts().forEach(this::part);
    content.notes().forEach(note -> section(cut(note, SECTION)));
    counts();
    pageLink();
    message.add("blocks", blocks);
    return WireJson.write(message);
  }

  private String icon() {
    return content.resolved() ? "✅" : icon(content.worstSeverity());
  }

  private static String icon(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "🔴";
      case WARNING -> "🟠";
      case INFO -> "🔵";
    };
  }

  private String about() {
    var envelope = content.envelope();
    return "certvigil " + envelope.installation() + " · " + ReadableTime.iso(envelope.at());
  }

  private void part(Part part) {
    if (part.heading().isEmpty()) {
      part.lines().forEach(this::line);
    } else {
      headedPart(part);
    }
  }

  private void headedPart(Part part) {
    var lines = part.lines().stream().map(SlackMessage::lineText).toList();
    var kept = fitting(lines, SECTION - 2 * HEADER);
    int more = part.total() - kept.size();
    kept.addFirst(cut(part.heading(), HEADER - 30) + " (" + part.total() + ")");
    if (more > 0) {
      kept.add("and " + more + " more");
    }
    var text = String.join("\n", kept);
    if (fits(text.length(), 1)) {
      section(text);
      remainingLines -= part.total();
    }
  }

  private static List<String> fitting(List<String> lines, int length) {
    var kept = new ArrayList<String>();
    int used = 0;
    for (var line : lines) {
      used += line.length() + 1;
      if (used > length) {
        break;
      }
      kept.add(line);
    }
    return kept;
  }

  private static String lineText(Line line) {
    return cut(joined(" · ", icon(line) + " " + line.text(), line.location()), LINE);
  }

  private void line(Line line) {
    var facts = String.join(" · ", line.facts());
    var text = joined("\n", icon(line) + " " + line.text(), line.place(), facts, line.advice());
    var shown = cut(text, LINE);
    var links = links(line);
    if (fits(shown.length() + links.length(), 2)) {
      section(shown);
      context(mrkdwn(links));
      remainingLines--;
    }
  }

  /** The texts that are not empty. */
  private static String joined(String separator, String... texts) {
    return Stream.of(texts).filter(text -> !text.isEmpty()).collect(Collectors.joining(separator));
  }

  private static String icon(Line line) {
    return line.resolved() ? "✅" : icon(line.severity());
  }

  /** Certvigil generates the key, but it was read from a database, so it is escaped. */
  private static String links(Line line) {
    var links = new ArrayList<String>();
    link(line.dashboard(), "Cloudflare").ifPresent(links::add);
    link(line.link(), "Certvigil").ifPresent(links::add);
    links.add(escaped(cut(line.acknowledging().orElse(line.key()), 60)));
    return String.join(" · ", links);
  }

  private static Optional<String> link(@Nullable String url, String word) {
    return url == null || url.length() > LINK
        ? Optional.empty()
        : Optional.of("<" + escaped(url) + "|" + word + ">");
  }

  private void counts() {
    if (remainingLines > 0) {
      var lines = content.counts().stream().map(SlackMessage::count);
      var more =
          Stream.concat(Stream.of("and " + remainingLines + " more; total:"), lines).toList();
      section(String.join("\n", fitting(more, RESERVED - 3 * FALLBACK)));
    }
  }

  private static String count(Count count) {
    return cut(count.count() + " × " + count.location(), LINE);
  }

  private void pageLink() {
    link(content.page(), "View all").ifPresent(page -> context(mrkdwn(page)));
  }

  /** True if this addition leaves room for what follows the lines: a note, the counts, the page. */
  private boolean fits(int characters, int more) {
    return used + characters + RESERVED <= MAX_CHARACTERS && blocks.size() + more + 3 <= BLOCKS;
  }

  private void section(String text) {
    block("section", plain(cut(text, SECTION)));
  }

  private void context(JsonObject text) {
    var elements = new JsonArray();
    elements.add(text);
    block("context", "elements", elements, text);
  }

  private void block(String type, JsonObject text) {
    block(type, "text", text, text);
  }

  private void block(String type, String field, JsonElement content, JsonObject text) {
    used += text.get("text").getAsString().length();
    var block = new JsonObject();
    block.addProperty("type", type);
    block.add(field, content);
    blocks.add(block);
  }

  private static JsonObject plain(String text) {
    return text("plain_text", text, "emoji", false);
  }

  private static JsonObject mrkdwn(String text) {
    return text("mrkdwn", text, "verbatim", true);
  }

  private static JsonObject text(String type, String text, String option, boolean value) {
    var object = new JsonObject();
    object.addProperty("type", type);
    object.addProperty("text", text);
    object.addProperty(option, value);
    return object;
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Cuts the text, but not within a surrogate pair. */
  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }
}
