package io.certvigil.web.pages;

import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CursorException;
import io.certvigil.web.html.InvalidForm;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.Tab;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.site.SiteContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The pages beside the overview, and what is done on them. */
public final class Pages {
  private final SiteContext context;
  private final AlertActions actions;

  public Pages(SiteContext context) {
    this.context = context;
    this.actions = new AlertActions(context);
  }

  /** Reads what a page shows, and renders it. */
  @FunctionalInterface
  private interface PageHandler {
    String html(PageRequest question, PageLayout shell);
  }

  /** What is done, and where to look then. */
  @FunctionalInterface
  private interface FormAction {
    String run(PageRequest question);
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

  private String certificates(PageRequest question, PageLayout shell) {
    var view = new CertificatesReader(context).read(question, shell.now());
    return new CertificatesPage(question, view).html(shell);
  }

  private String certificate(PageRequest question, PageLayout shell) {
    var view = new CertificateReader(context).read(question, shell.now());
    return new CertificatePage(question, view).html(shell);
  }

  private String changes(PageRequest question, PageLayout shell) {
    var view = new ChangesReader(context).read(question, shell.now());
    return new ChangesPage(question, view).html(shell);
  }

  private String alerts(PageRequest question, PageLayout shell) {
    var view = new AlertsReader(context).read(question, shell.now());
    return new AlertsPage(question, view).html(shell);
  }

  private String sweeps(PageRequest question, PageLayout shell) {
    return new SweepsPage(question, new SweepsReader(context).read(question)).html(shell);
  }

  private String channels(PageRequest question, PageLayout shell) {
    var view = new ChannelsReader(context).read(question, shell.now(), null);
    return new ChannelsPage(question, view).html(shell);
  }

  private String test(PageRequest question, PageLayout shell) {
    var test = new ChannelTestAction(context).run(question);
    var view = new ChannelsReader(context).read(question, shell.now(), test);
    return new ChannelsPage(question, view).html(shell);
  }

  private Endpoint page(String up, PageHandler page) {
    return (request, response) -> respond(PageRequest::of, up, page, request, response);
  }

  private Endpoint form(String up, PageHandler page) {
    return (request, response) -> respond(PageRequest::ofForm, up, page, request, response);
  }

  private void respond(
      Function<Request, PageRequest> question,
      String up,
      PageHandler page,
      Request request,
      Response response)
      throws IOException {
    var shell = new PageLayout(context.about(), context.clock().instant(), up);
    try {
      var html = page.html(question.apply(request), shell);
      Endpoint.text(request, response, HttpStatus.OK_200, Endpoint.HTML, html);
    } catch (PageNotFound e) {
      Endpoint.text(
          request,
          response,
          HttpStatus.NOT_FOUND_404,
          Endpoint.HTML,
          errorPage(shell, "Not here", e));
    } catch (InvalidForm | CursorException e) {
      var html = errorPage(shell, "That cannot be shown", e);
      Endpoint.text(request, response, HttpStatus.BAD_REQUEST_400, Endpoint.HTML, html);
    } catch (StoreException e) {
      var html = errorPage(shell, "The store cannot be read", e);
      Endpoint.text(request, response, HttpStatus.SERVICE_UNAVAILABLE_503, Endpoint.HTML, html);
    }
  }

  private static String errorPage(PageLayout shell, String what, RuntimeException why) {
    return shell.page(
        Tab.OVERVIEW,
        what,
        false,
        html ->
            html.add(
                "<h1>{}</h1>\n<div class=\"banner critical\" role=\"alert\"><p>{}</p></div>\n",
                what,
                String.valueOf(why.getMessage())));
  }

  /** Done once, then shown: a reload of what follows does nothing again. */
  private Endpoint action(FormAction act) {
    return (request, response) -> {
      try {
        var then = act.run(PageRequest.ofForm(request));
        response.setStatus(HttpStatus.SEE_OTHER_303);
        response.getHeaders().put(HttpHeader.LOCATION, "../" + then);
      } catch (InvalidForm e) {
        var shell = new PageLayout(context.about(), context.clock().instant(), "../");
        var html = errorPage(shell, "That cannot be done", e);
        Endpoint.text(request, response, HttpStatus.BAD_REQUEST_400, Endpoint.HTML, html);
      }
    };
  }
}
