package io.certvigil.web.pages;

import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CursorException;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.InvalidForm;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.Tab;
import io.certvigil.web.server.BadRequest;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.site.SiteContext;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** The pages other than the overview, and their actions. */
public final class Pages {
  private final SiteContext context;
  private final AlertActions actions;

  public Pages(SiteContext context) {
    this.context = context;
    this.actions = new AlertActions(context);
  }

  /** Reads the data of a page and renders it. */
  @FunctionalInterface
  private interface PageHandler {
    String html(PageRequest request, PageLayout layout);
  }

  /** Does something, and returns the page to redirect to, relative to the root. */
  @FunctionalInterface
  private interface FormAction {
    String run(PageRequest request);
  }

  public Map<String, Endpoint> all() {
    var all = new HashMap<String, Endpoint>();
    all.put("/certificates", page("", this::certificates));
    all.put("/certificates/*", page("../", this::certificate));
    all.put("/changes", page("", this::changes));
    all.put("/alerts", page("", this::alerts));
    all.put("/sweeps", page("", this::sweeps));
    all.put("/channels", page("", this::channels));
    var runbook = new RunbookPage();
    all.put("/runbook", page("", runbook::index));
    all.put("/runbook/*", page("../", runbook::section));
    all.put("POST /alerts/ack", action(actions::ack));
    all.put("POST /alerts/silence", action(actions::silence));
    all.put("POST /alerts/end", action(actions::endSilence));
    all.put("POST /channels/test", form("../", this::test));
    return all;
  }

  private String certificates(PageRequest request, PageLayout layout) {
    var view = CertificatesView.read(context, request, layout.now());
    return new CertificatesPage(request, view).html(layout);
  }

  private String certificate(PageRequest request, PageLayout layout) {
    var view = CertificateDetailView.read(context, request, layout.now());
    return new CertificatePage(request, view).html(layout);
  }

  private String changes(PageRequest request, PageLayout layout) {
    var view = ChangesView.read(context, request, layout.now());
    return new ChangesPage(request, view).html(layout);
  }

  private String alerts(PageRequest request, PageLayout layout) {
    var view = AlertsView.read(context, request, layout.now());
    return new AlertsPage(request, view).html(layout);
  }

  private String sweeps(PageRequest request, PageLayout layout) {
    return new SweepsPage(request, SweepsView.read(context, request)).html(layout);
  }

  private String channels(PageRequest request, PageLayout layout) {
    var view = ChannelsView.read(context, request, layout.now());
    return new ChannelsPage(request, view).html(layout);
  }

  private String test(PageRequest request, PageLayout layout) {
    var view = ChannelsView.test(context, request, layout.now());
    return new ChannelsPage(request, view).html(layout);
  }

  private Endpoint page(String up, PageHandler page) {
    return (request, response) -> respond(PageRequest::of, up, page, request, response);
  }

  private Endpoint form(String up, PageHandler page) {
    return (request, response) -> respond(PageRequest::ofForm, up, page, request, response);
  }

  private void respond(
      Function<Request, PageRequest> parser,
      String up,
      PageHandler page,
      Request request,
      Response response)
      throws IOException {
    var layout = layout(up);
    try {
      var html = page.html(parser.apply(request), layout);
      Endpoint.text(request, response, HttpStatus.OK_200, Endpoint.HTML, html);
    } catch (PageNotFound e) {
      error(request, response, HttpStatus.NOT_FOUND_404, layout, "Page not found", e);
    } catch (BadRequest | InvalidForm | CursorException e) {
      error(request, response, HttpStatus.BAD_REQUEST_400, layout, "Invalid request", e);
    } catch (StoreException e) {
      var what = "The store cannot be read";
      error(request, response, HttpStatus.SERVICE_UNAVAILABLE_503, layout, what, e);
    }
  }

  private PageLayout layout(String up) {
    var daemon = context.daemon();
    return new PageLayout(
        context.about(), context.clock().instant(), up, lastRead(), daemon.impairments());
  }

  /** Null also if the store cannot be read: the page that follows says so. */
  private @Nullable Instant lastRead() {
    try {
      return context.store().scopes().lastRead().orElse(null);
    } catch (StoreException e) {
      return null;
    }
  }

  private static void error(
      Request request,
      Response response,
      int status,
      PageLayout layout,
      String what,
      RuntimeException why)
      throws IOException {
    Html.Part banner =
        html ->
            html.add(
                "<h1>{}</h1>\n<div class='banner critical' role='alert'><p>{}</p></div>\n",
                what,
                String.valueOf(why.getMessage()));
    var html = layout.page(Tab.OVERVIEW, what, banner);
    Endpoint.text(request, response, status, Endpoint.HTML, html);
  }

  /** Redirects after the action, so that reloading the page does not repeat it. */
  private Endpoint action(FormAction act) {
    return (request, response) -> {
      try {
        var then = act.run(PageRequest.ofForm(request));
        response.setStatus(HttpStatus.SEE_OTHER_303);
        response.getHeaders().put(HttpHeader.LOCATION, "../" + then);
      } catch (BadRequest | InvalidForm e) {
        var layout = layout("../");
        error(request, response, HttpStatus.BAD_REQUEST_400, layout, "Invalid input", e);
      }
    };
  }
}
