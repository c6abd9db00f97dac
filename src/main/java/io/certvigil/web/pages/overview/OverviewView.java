package io.certvigil.web.pages.overview;

import io.certvigil.policy.impairment.Impairment;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ConditionView;
import io.certvigil.store.view.EventView;
import io.certvigil.web.pages.ChannelLine;
import io.certvigil.web.pages.ExpiredCertificates;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of the overview.
 *
 * @param now when it was read
 * @param dataAt when a list was last read completely; null if none ever was
 * @param impairments what impairs the daemon
 * @param configuredChannels how many channels the config has
 * @param problem why parts are missing; empty if none are
 * @param notices what the operator must know, such as that a backup was restored
 * @param weeks how many certificates expire in each of the next 53 weeks, the current one first
 * @param soonest those that have not expired yet
 * @param days the days of these weeks on which most certificates expire, busiest first
 */
public record OverviewView(
    Instant now,
    @Nullable Instant dataAt,
    List<Impairment> impairments,
    int configuredChannels,
    String problem,
    List<String> notices,
    Figures figures,
    List<Long> weeks,
    List<Day> days,
    List<CertificateView> soonest,
    ExpiredCertificates expired,
    List<UnreadableGroup> unreadable,
    List<SourceLine> sources,
    List<EventView> events,
    List<ChannelLine> channels,
    List<ConditionView> conditions) {

  public OverviewView {
    impairments = List.copyOf(impairments);
    notices = List.copyOf(notices);
    weeks = List.copyOf(weeks);
    days = List.copyOf(days);
    soonest = List.copyOf(soonest);
    unreadable = List.copyOf(unreadable);
    sources = List.copyOf(sources);
    events = List.copyOf(events);
    channels = List.copyOf(channels);
    conditions = List.copyOf(conditions);
  }

  /** Whether nothing new is read, so that nothing here is known to be well. */
  boolean blind() {
    return impairments.stream().anyMatch(one -> one.kind().blinds());
  }

  /**
   * The key figures.
   *
   * @param scopes how many lists are watched
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

  /** How many certificates expire on one day, in UTC. */
  record Day(LocalDate date, long count) {}

  /**
   * Lists that cannot be read for the same reason; {@code since} is of the one that failed first.
   */
  record UnreadableGroup(String reason, Instant since, List<UnreadableList> lists) {
    UnreadableGroup {
      lists = List.copyOf(lists);
    }
  }

  /**
   * One list that cannot be read.
   *
   * @param lastRead the last complete reading; null if there was none
   */
  record UnreadableList(String name, String detail, Instant since, @Nullable Instant lastRead) {}

  /**
   * How old the readings of a source are.
   *
   * @param complete how many of its lists were complete at their last reading
   * @param oldest the oldest of the last complete readings of its lists; null if no list has one
   * @param never how many of its lists were never read completely
   */
  record SourceLine(String source, int lists, int complete, int never, @Nullable Instant oldest) {}
}
