package io.certvigil.web.pages.overview;

import io.certvigil.store.view.EventView;
import io.certvigil.web.pages.CertificateRow;
import io.certvigil.web.pages.ChannelLine;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the overview shows.
 *
 * @param now when it was read
 * @param configuredChannels how many channels the config has
 * @param problem why a part is missing; empty where none is
 * @param weeks how many end in each of the next 53 weeks, the present one first
 * @param days of these weeks on which most end together, most first
 */
public record OverviewView(
    Instant now,
    int configuredChannels,
    String problem,
    Figures figures,
    List<Long> weeks,
    List<Day> days,
    List<CertificateRow> soonest,
    List<UnreadableGroup> unreadable,
    List<SourceLine> sources,
    List<EventView> events,
    List<ChannelLine> channels) {

  public OverviewView {
    weeks = List.copyOf(weeks);
    days = List.copyOf(days);
    soonest = List.copyOf(soonest);
    unreadable = List.copyOf(unreadable);
    sources = List.copyOf(sources);
    events = List.copyOf(events);
    channels = List.copyOf(channels);
  }

  /**
   * The headline.
   *
   * @param scopes how many lists are watched; tried: how many of these were read or tried
   */
  record Figures(
      long certificates,
      long expired,
      long week,
      long month,
      long critical,
      long warning,
      long info,
      int scopes,
      int tried) {
    long firing() {
      return critical + warning + info;
    }
  }

  /** How many end on one day, by UTC. */
  record Day(LocalDate date, long count) {}

  /** Lists that cannot be read for the same reason, and since when the first of them cannot. */
  record UnreadableGroup(String reason, Instant since, List<UnreadableList> lists) {
    UnreadableGroup {
      lists = List.copyOf(lists);
    }
  }

  /**
   * One list that cannot be read.
   *
   * @param lastRead null where it never was
   */
  record UnreadableList(String name, String detail, Instant since, @Nullable Instant lastRead) {}

  /**
   * How current a source is.
   *
   * @param complete how many of its lists were complete at their last reading
   * @param oldest when the list that waits longest was last read completely; null where none ever
   *     was
   * @param never how many of its lists were never read completely
   */
  record SourceLine(String source, int lists, int complete, int never, @Nullable Instant oldest) {}
}
