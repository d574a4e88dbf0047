package dev.stationmaster.desktop.feature.deadletters;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.Card;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.PageHead;
import dev.stationmaster.desktop.control.StatePane;
import dev.stationmaster.desktop.control.Tables;
import dev.stationmaster.desktop.feature.deadletters.DeadLettersModel.Row;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Screen;
import dev.stationmaster.desktop.task.LiveModel;
import dev.stationmaster.desktop.task.ViewState;
import dev.stationmaster.gateway.view.DeadLettersView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Dead letters by cause, with what is in them, and the ways out: back to the groups that failed, or dropped.
public final class DeadLettersScreen implements Screen {
    private final Desk desk;
    private final DeadLettersModel model;
    private final TableView<Row> table = Tables.table("dead-letters-table");
    private final Card list;
    private final Label headline;
    private final Label chosenText = Labels.text("", "strong");
    private final Label chosenOf = Labels.text("", "muted");
    private final Button drop = Labels.button("act-drop", t("dead.drop"), this::drop, "danger");
    private final Button resend = Labels.button("act-resend", t("dead.resend"), this::resend, "main");
    private final LetterInspector inspector = new LetterInspector();
    private final VBox root;

    public DeadLettersScreen(Desk desk, DeadLettersModel model) {
        this.desk = desk;
        this.model = model;
        PageHead head = new PageHead(t("nav.dead-letters"), crumbs());
        if (!model.station().isEmpty()) {
            head.beside(
                    Labels.pill(Glyph.STATIONS, model.station(), "accent"),
                    Labels.button(
                            "act-all-stations",
                            t("dead.all"),
                            () -> desk.navigator().go(new Place.DeadLetters("")),
                            "link"));
        }
        list = Card.titled("", Labels.text(t("dead.kept"), "key-value"));
        headline = (Label) list.head().getChildren().getFirst();
        columns();
        chosenText.setMinWidth(Region.USE_PREF_SIZE);
        drop.setMinWidth(Region.USE_PREF_SIZE);
        resend.setMinWidth(Region.USE_PREF_SIZE);
        HBox foot = new HBox(chosenText, chosenOf, Labels.spring(), drop, resend);
        foot.getStyleClass().add("card-foot");
        list.with(table).getChildren().add(foot);
        SplitPane split = new SplitPane(list, inspector.node());
        split.getStyleClass().add("plain-split");
        split.setDividerPositions(0.535);
        StatePane<DeadLettersView> states = new StatePane<>(split, model, offers());
        VBox.setVgrow(states, Priority.ALWAYS);
        root = new VBox(12, head, states);
        root.setId("screen-dead-letters");
        table.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row != null) {
                model.chosenProperty().set(row);
                chosen();
            }
        });
        model.stateProperty().subscribe(state -> state.best().ifPresent(this::show));
    }

    @Override
    public Region node() {
        return root;
    }

    @Override
    public List<LiveModel<?>> live() {
        return List.of(model);
    }

    private List<PageHead.Crumb> crumbs() {
        PageHead.Crumb here = new PageHead.Crumb(t("nav.dead-letters"), () -> {});
        return model.station().isEmpty()
                ? List.of(here)
                : List.of(
                        new PageHead.Crumb(
                                t("nav.stations"), () -> desk.navigator().go(new Place.Stations())),
                        new PageHead.Crumb(
                                model.station(),
                                () -> desk.navigator().go(new Place.Station(model.station(), Place.Tab.OVERVIEW))),
                        here);
    }

    private Map<ViewState.Reason, StatePane.Offer> offers() {
        StatePane.Offer none = new StatePane.Offer(Glyph.CHECK, t("dead.none"), t("dead.none.detail"), "", () -> {});
        return Map.of(
                ViewState.Reason.NONE_EXIST,
                none,
                ViewState.Reason.NONE_MATCH,
                new StatePane.Offer(
                        Glyph.CHECK,
                        t("dead.none.station", model.station()),
                        t("dead.none.detail"),
                        t("dead.all"),
                        () -> desk.navigator().go(new Place.DeadLetters(""))));
    }

    private void columns() {
        table.getColumns()
                .setAll(List.of(
                        Tables.column(t("dead.cause"), 240, this::cause),
                        Tables.text(t("dead.letters"), 56, DeadLettersScreen::letters, "figure", "strong"),
                        Tables.column(
                                t("dead.station"),
                                86,
                                (cell, row) -> tell(
                                        cell,
                                        switch (row) {
                                            case Row.CauseRow cause -> cause.stations();
                                            case Row.LetterRow(var letter, var _) -> letter.producer();
                                        },
                                        row)),
                        Tables.column(
                                t("dead.group"),
                                84,
                                (cell, row) -> tell(
                                        cell,
                                        switch (row) {
                                            case Row.CauseRow cause ->
                                                cause.groups().isEmpty() ? t("dead.before") : cause.groups();
                                            case Row.LetterRow(var letter, var _) -> Figures.bytes(letter.size());
                                        },
                                        row)),
                        Tables.column(
                                t("dead.lasttime"),
                                76,
                                (cell, row) -> tell(
                                        cell,
                                        Figures.time(
                                                switch (row) {
                                                    case Row.CauseRow cause -> cause.lastMillis();
                                                    case Row.LetterRow(var letter, var _) -> letter.lastMillis();
                                                }),
                                        row),
                                "mono")));
        table.getStyleClass().add("tight");
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DELETE) {
                drop();
            }
        });
    }

    private static void tell(TableCell<Row, Row> cell, String text, Row row) {
        cell.setText(text);
        cell.getStyleClass().remove("muted");
        if (row instanceof Row.LetterRow) {
            cell.getStyleClass().add("muted");
        }
    }

    private static String letters(Row row) {
        return row instanceof Row.CauseRow cause ? Figures.count(cause.cause().count()) : "";
    }

    private void cause(TableCell<Row, Row> cell, Row row) {
        switch (row) {
            case Row.CauseRow(var cause, var text, var open, var _, var _, var _) -> {
                Icon arrow = new Icon(open ? Glyph.CHEVRON_DOWN : Glyph.CHEVRON_RIGHT, 12, "tone-text");
                Button toggle = new Button();
                toggle.setGraphic(arrow);
                toggle.getStyleClass().setAll("status-link");
                toggle.setAccessibleText(t(open ? "dead.close" : "dead.open"));
                toggle.setOnAction(event -> model.toggle(cause.cause()));
                cell.setGraphic(Labels.row(8, toggle, Labels.text(text, "medium")));
            }
            case Row.LetterRow(var letter, var _) ->
                cell.setGraphic(Labels.row(
                        0,
                        Labels.text(
                                letter.station() + "/" + letter.partition() + " · " + Figures.count(letter.sequence()),
                                "mono",
                                "letter-name")));
        }
    }

    private void show(DeadLettersView view) {
        headline.setText(t(
                "dead.headline",
                Figures.count(view.causes().size()),
                view.causes().size(),
                Figures.count(model.count(view)),
                model.count(view)));
        List<Row> rows = new ArrayList<>(model.rows(view));
        Tables.update(table, rows, Row::key);
        if (model.chosenProperty().get() == null && !rows.isEmpty()) {
            table.getSelectionModel().clearAndSelect(Math.min(1, rows.size() - 1));
        }
        chosen();
    }

    private void chosen() {
        int number = model.chosenIds().size();
        Row row = model.chosenProperty().get();
        chosenText.setText(t("dead.chosen", number));
        chosenOf.setText(
                switch (row) {
                    case null -> "";
                    case Row.CauseRow cause -> t("dead.of.cause");
                    case Row.LetterRow(var _, var cause) -> cause.isEmpty() ? "" : t("dead.of", cause);
                });
        drop.setText(number > DeadLettersModel.UNDOABLE ? t("dead.drop.ask", number) : t("dead.drop.now", number));
        drop.setDisable(number == 0);
        boolean possible = number > 0 && model.resendable();
        resend.setDisable(!possible);
        if (number > 0 && !possible) {
            chosenOf.setText(t("dead.no.group"));
        }
        model.state().best().ifPresent(view -> inspector.show(model.inspected(view), model.command("resend")));
    }

    private void resend() {
        model.resend(
                sent -> {
                    if (sent.noMember().isEmpty()) {
                        desk.notices().done(t("dead.resent", sent.sent()));
                    } else {
                        desk.notices()
                                .done(t(
                                        "dead.resent.some",
                                        sent.sent(),
                                        sent.noMember().size()));
                    }
                },
                desk.notices()::failed);
    }

    private void drop() {
        List<Long> ids = model.chosenIds();
        if (ids.isEmpty()) {
            return;
        }
        if (ids.size() <= DeadLettersModel.UNDOABLE) {
            List<Long> held = model.hold();
            desk.notices()
                    .undoable(
                            t("dead.dropped", held.size()),
                            () -> model.giveBack(held),
                            () -> model.drop(held, desk.notices()::failed));
            return;
        }
        desk.dialogs()
                .confirm(
                        t("dead.drop.title", ids.size()),
                        t("dead.drop.text"),
                        t("dead.drop.now", ids.size()),
                        () -> model.drop(ids, desk.notices()::failed));
    }
}
