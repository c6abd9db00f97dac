package io.certvigil.store;

import static io.certvigil.store.StoreFixture.GATEWAY;
import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.ZONE_B;
import static io.certvigil.store.StoreFixture.certificate;
import static io.certvigil.store.StoreFixture.certificates;
import static io.certvigil.store.StoreFixture.withoutExpiry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Source;
import io.certvigil.model.X509Fields;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.CursorException;
import io.certvigil.store.view.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CertificatePagesTest extends StoreTestBase {
  private static final Instant LATER = TODAY.plus(HOUR);
  private static final Instant LATEST = LATER.plus(HOUR);

  @BeforeEach
  void read() {
    commit(GATEWAY, TODAY, certificate("Delta", Duration.ofDays(45)));
    commit(ZONE_A, LATER, certificate("alpha", Duration.ofDays(20)), withoutExpiry("bravo"));
    commit(
        ZONE_B,
        LATEST,
        certificate("charlie", "revoked", Duration.ofDays(20)),
        withoutExpiry("echo"));
    commit(GATEWAY, LATEST, certificate("Delta", "changed", Duration.ofDays(45)));
  }

  private List<String> pages(CertificateFilter filter, CertificateSort sort, int limit) {
    return StoreFixture.allPages(cursor -> page(filter, sort, cursor, limit)).stream()
        .map(CertificateView::id)
        .toList();
  }

  /** One page, with the cursor as text and back. */
  private Page<CertificateView> page(
      CertificateFilter filter, CertificateSort sort, @Nullable Cursor cursor, int limit) {
    var from = cursor == null ? null : Cursor.of(cursor.toString()).orElseThrow();
    var page = store().inventory().page(filter, sort, from, limit, TODAY);
    assertThat(page.rows()).hasSizeLessThanOrEqualTo(limit);
    return page;
  }

  private static CertificateFilter zones() {
    return new CertificateFilter(null, null, "?.example", null, null, null, Map.of());
  }

  private List<String> found(CertificateFilter filter) {
    return pages(filter, CertificateSort.NAME, 10);
  }

  private static CertificateFilter text(String text) {
    return new CertificateFilter(null, null, null, null, null, text, Map.of());
  }

  private static CertificateFilter label(String value) {
    return new CertificateFilter(null, null, null, null, null, null, Map.of("team", value));
  }

  @ParameterizedTest
  @CsvSource({
    "END,alpha charlie Delta bravo echo",
    "NOT_AFTER,alpha charlie Delta bravo echo",
    "NAME,alpha bravo charlie Delta echo",
    "FIRST_SEEN,echo charlie bravo alpha Delta",
    "CHANGED,echo charlie Delta bravo alpha"
  })
  void everyPageSize_listsEachOnceAndInOrder(CertificateSort sort, String order) {
    for (int limit = 1; limit <= 6; limit++) {
      assertThat(pages(CertificateFilter.ALL, sort, limit)).containsExactly(order.split(" ", -1));
      assertThat(pages(zones(), sort, limit))
          .containsExactly(order.replace("Delta ", "").replace(" Delta", "").split(" ", -1));
    }
  }

  @Test
  void expired_areLast_theLatestFirst_onEveryPageSize() {
    commit(
        ZONE_A,
        LATEST,
        certificate("old", Duration.ofDays(-58)),
        certificate("now", Duration.ZERO),
        withoutExpiry("bravo"),
        certificate("recent", Duration.ofMinutes(-7)),
        certificate("alpha", Duration.ofDays(20)));

    for (int limit = 1; limit <= 9; limit++) {
      assertThat(pages(CertificateFilter.ALL, CertificateSort.END, limit))
          .containsExactly("now", "alpha", "charlie", "Delta", "bravo", "echo", "recent", "old");
      assertThat(pages(zones(), CertificateSort.END, limit))
          .containsExactly("now", "alpha", "charlie", "bravo", "echo", "recent", "old");
      assertThat(pages(CertificateFilter.ALL, CertificateSort.NOT_AFTER, limit))
          .containsExactly("old", "recent", "now", "alpha", "charlie", "Delta", "bravo", "echo");
      assertThat(
              pages(
                  CertificateFilter.onlyExpiringWithin(Duration.ofDays(30)),
                  CertificateSort.END,
                  limit))
          .containsExactly("now", "alpha", "charlie", "recent", "old");
      assertThat(
              pages(
                  CertificateFilter.onlyExpiringWithin(Duration.ZERO), CertificateSort.END, limit))
          .containsExactly("recent", "old");
      assertThat(asOfPages(TODAY.plus(Duration.ofDays(20)), limit))
          .containsExactly("Delta", "bravo", "echo", "alpha", "charlie", "now", "recent", "old");
    }
    assertThat(listed())
        .containsExactly("now", "alpha", "charlie", "Delta", "bravo", "echo", "recent", "old");
  }

  private List<String> asOfPages(Instant moment, int limit) {
    return StoreFixture.allPages(
            cursor ->
                store()
                    .inventory()
                    .asOf(moment.plusMillis(1), CertificateFilter.ALL, cursor, limit))
        .stream()
        .map(CertificateView::id)
        .toList();
  }

  private List<String> listed() {
    var all = new ArrayList<String>();
    store().inventory().list(CertificateFilter.ALL, TODAY, view -> all.add(view.id()));
    return all;
  }

  @Test
  void whatExpiresBetweenTwoPages_isOnOneOfThem() {
    var soon = TODAY.plus(Duration.ofDays(20));
    var inventory = store().inventory();
    var first = inventory.page(CertificateFilter.ALL, CertificateSort.END, null, 1, TODAY);

    var second =
        inventory.page(
            CertificateFilter.ALL, CertificateSort.END, first.next(), 10, soon.plus(HOUR));

    assertThat(first.rows()).extracting(CertificateView::id).containsExactly("alpha");
    assertThat(second.rows())
        .extracting(CertificateView::id)
        .containsExactly("charlie", "Delta", "bravo", "echo");
    assertThat(second.next()).isNull();
  }

  /** Random expiries, some equal, some without a date, some about to pass. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aheadFirst_isTheOrderOfAnyEstate(long seed) {
    var random = new Random(seed);
    var estate = new ArrayList<Certificate>();
    for (int i = 0; i < 60; i++) {
      var end = Duration.ofDays(random.nextInt(-6, 6)).plusMillis(random.nextInt(-1, 2));
      estate.add(random.nextInt(8) == 0 ? withoutExpiry("n" + i) : certificate("c" + i, end));
    }
    commit(ZONE_A, LATEST, estate.toArray(Certificate[]::new));
    commit(ZONE_A, LATEST.plus(HOUR), estate.toArray(Certificate[]::new));

    var filter = new CertificateFilter(null, null, "a.example", null, null, null, Map.of());
    var views = new ArrayList<CertificateView>();
    store().inventory().list(filter, TODAY, views::add);
    var paged =
        StoreFixture.allPages(
            cursor -> page(filter, CertificateSort.END, cursor, random.nextInt(1, 9)));

    assertThat(views).hasSize(60).isSortedAccordingTo(CertificatePagesTest::aheadFirst);
    assertThat(paged).isEqualTo(views);
  }

  static Stream<Long> seeds() {
    return LongStream.range(0, Integer.getInteger("certvigil.estates", 12)).boxed();
  }

  private static int aheadFirst(CertificateView one, CertificateView other) {
    var place = Comparator.comparingInt(CertificatePagesTest::phase);
    if (place.compare(one, other) != 0 || phase(one) == 1) {
      return place.compare(one, other);
    }
    int order = requireNonNull(one.notAfter()).compareTo(requireNonNull(other.notAfter()));
    return phase(one) == 0 ? order : -order;
  }

  private static int phase(CertificateView view) {
    var end = view.notAfter();
    if (end == null) {
      return 1;
    }
    return end.isBefore(TODAY) ? 2 : 0;
  }

  @ParameterizedTest
  @CsvSource({
    "ALPH,alpha",
    "alpha.example.com,alpha",
    "3bcharlie,charlie",
    "3B:CHARLIE,",
    "echo,echo",
    "'[\"',",
    "nothing,",
  })
  void text_searchesAllIdentifyingFields(String text, String id) {
    assertThat(found(text(text))).isEqualTo(id == null ? List.of() : List.of(id));
  }

  @Test
  void text_matchesTheKey() {
    var view = store().inventory().find("alpha", TODAY).getFirst();

    assertThat(found(text(view.key()))).containsExactly("alpha");
  }

  @Test
  void fingerprintWithColons_isFound() {
    var x509 = new X509Fields(null, null, null, "ab".repeat(32), List.of());
    commit(
        GATEWAY,
        LATEST,
        new Certificate("f", "", "active", null, false, new Expiry.Never(), x509, Map.of()));

    assertThat(found(text("AB:AB:AB"))).containsExactly("f");
  }

  @Test
  void filters_areAllApplied() {
    assertThat(found(CertificateFilter.onlyExpiringWithin(Duration.ofDays(30))))
        .containsExactly("alpha", "charlie");
    assertThat(found(zones())).containsExactly("alpha", "bravo", "charlie", "echo");
    assertThat(found(new CertificateFilter(null, null, null, "acm*", "revoked", null, Map.of())))
        .containsExactly("charlie");
    assertThat(found(new CertificateFilter(null, null, null, "other", null, null, Map.of())))
        .isEmpty();
    assertThat(
            found(new CertificateFilter(null, Source.ORIGIN_CA, null, null, null, null, Map.of())))
        .isEmpty();
    assertThat(found(label("plat*"))).hasSize(5);
    assertThat(found(label("other"))).isEmpty();
  }

  @Test
  void rowsAddedBetweenPages_shiftNoOther() {
    var first =
        store().inventory().page(CertificateFilter.ALL, CertificateSort.END, null, 2, TODAY);

    commit(
        ZONE_A,
        LATEST,
        certificate("alpha", Duration.ofDays(400)),
        certificate("sooner", Duration.ofDays(1)));
    var second =
        store()
            .inventory()
            .page(CertificateFilter.ALL, CertificateSort.END, first.next(), 10, TODAY);

    assertThat(first.rows()).extracting(CertificateView::id).containsExactly("alpha", "charlie");
    assertThat(second.rows())
        .extracting(CertificateView::id)
        .containsExactly("Delta", "alpha", "bravo", "echo");
  }

  @Test
  void manyWithOneExpiry_arePaged() {
    commit(ZONE_A, LATEST, certificates(120, Duration.ofDays(7)));

    assertThat(
            pages(CertificateFilter.onlyExpiringWithin(Duration.ofDays(8)), CertificateSort.END, 7))
        .hasSize(120)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void cursorOfAnotherOrder_isRefused(CertificateSort sort) {
    var other = sort == CertificateSort.END ? CertificateSort.NAME : CertificateSort.END;
    var cursor = store().inventory().page(CertificateFilter.ALL, other, null, 1, TODAY).next();

    assertThatExceptionOfType(CursorException.class)
        .isThrownBy(() -> store().inventory().page(CertificateFilter.ALL, sort, cursor, 1, TODAY))
        .withMessageContaining("start again without a cursor");
    assertThatExceptionOfType(CursorException.class)
        .isThrownBy(() -> store().inventory().asOf(TODAY, CertificateFilter.ALL, cursor, 1));
  }

  @Test
  void cursor_keepsItsMoment() {
    var first = store().inventory().asOf(LATER, CertificateFilter.ALL, null, 1);

    var second = store().inventory().asOf(LATEST, CertificateFilter.ALL, first.next(), 10);

    assertThat(second.rows()).extracting(CertificateView::id).containsExactly("Delta", "bravo");
    assertThat(second.rows().getFirst().status()).isEqualTo("active");
  }

  @Test
  void invalidText_isNotACursor() {
    assertThat(Cursor.of("%%%")).isEmpty();
    assertThat(Cursor.of("x".repeat(10_000))).isEmpty();
    assertThatExceptionOfType(CursorException.class)
        .isThrownBy(
            () ->
                store()
                    .inventory()
                    .page(
                        CertificateFilter.ALL,
                        CertificateSort.END,
                        Cursor.at("end", "soon", "x"),
                        1,
                        TODAY));
  }

  @Test
  void changes_haveTheDifferences() {
    var page = store().inventory().changes(TODAY, LATEST, text("delta"), Set.of(), null, 10);

    var change = page.rows().getFirst();
    assertThat(page.rows()).hasSize(1);
    assertThat(change.changes()).containsExactly("status");
    assertThat(change.at()).isEqualTo(LATEST);
    assertThat(change.differences())
        .containsExactly(new ChangeView.Difference("status", "active", "changed"));
  }

  @Test
  void firstReading_isOneRow() {
    var rows =
        store()
            .inventory()
            .changes(Instant.EPOCH, LATEST, CertificateFilter.ALL, Set.of(), null, 10)
            .rows();

    assertThat(rows)
        .extracting(row -> row.changes().getFirst() + " " + row.certificates())
        .containsExactly("status 1", "baseline 2", "baseline 2", "baseline 1");
    assertThat(rows.get(1).zone()).isEqualTo(ZONE_B.scope().zone());
    assertThat(rows.get(1).certificate()).isNull();
  }

  @Test
  void detail_isAlsoFoundForAnAbsentCertificate() {
    var key = store().inventory().find("alpha", TODAY).getFirst().key();
    commit(ZONE_A, LATEST, withoutExpiry("bravo"));
    commit(ZONE_A, LATEST.plus(HOUR), withoutExpiry("bravo"));

    var detail = store().inventory().detail(key, LATEST).orElseThrow();

    assertThat(detail.presence()).hasToString("Absent[since=" + LATEST + "]");
    assertThat(detail.watched()).isTrue();
    assertThat(store().inventory().detail("nothing", LATEST)).isEmpty();
    assertThat(store().inventory().history("nothing")).isEmpty();
  }

  @Test
  void knownSince_isTheFirstReading() {
    assertThat(store().inventory().knownSince()).contains(TODAY);
  }
}
