package dev.stationmaster.desktop.feature.firstrun;

import static dev.stationmaster.desktop.i18n.Texts.t;

import dev.stationmaster.desktop.control.BrandMark;
import dev.stationmaster.desktop.control.Glyph;
import dev.stationmaster.desktop.control.Icon;
import dev.stationmaster.desktop.control.Labels;
import dev.stationmaster.desktop.control.StopLine;
import dev.stationmaster.desktop.i18n.Figures;
import dev.stationmaster.desktop.link.LocalCluster.PortCheck;
import dev.stationmaster.desktop.link.LocalCluster.Step;
import dev.stationmaster.desktop.shell.Desk;
import dev.stationmaster.desktop.shell.Place;
import dev.stationmaster.desktop.shell.Screen;
import java.io.File;
import java.util.List;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;

/// One screen from nothing to the first message: choose, start, send.
public final class FirstRunScreen implements Screen {
    private final Desk desk;
    private final FirstRunModel model;
    private final FirstRunModel.Sent onSent;
    private final VBox card = new VBox(18);
    private final VBox steps = new VBox(2);
    private final FlowPane ports = new FlowPane(8, 8);
    private final StackPane root = new StackPane();

    /// @param onSent shows the first message where it is stored
    public FirstRunScreen(Desk desk, FirstRunModel model, FirstRunModel.Sent onSent) {
        this.desk = desk;
        this.model = model;
        this.onSent = onSent;
        card.getStyleClass().addAll("card", "first-run");
        card.setMaxSize(660, Region.USE_PREF_SIZE);
        root.setId("screen-first-run");
        root.getChildren().add(card);
        model.checks().addListener((ListChangeListener<PortCheck>) change -> showPorts());
        model.steps().addListener((ListChangeListener<Step>) change -> showSteps());
        model.phaseProperty().subscribe(this::show);
        model.nodesProperty().subscribe(count -> model.check());
        model.dataProperty().subscribe(path -> model.check());
        model.freePortsProperty().subscribe(free -> model.check());
    }

    @Override
    public Region node() {
        return root;
    }

    @Override
    public boolean escape() {
        boolean starting = model.phaseProperty().get() == FirstRunModel.Phase.STARTING;
        model.cancel();
        return starting;
    }

    private void show(FirstRunModel.Phase phase) {
        HBox title = Labels.row(14, new BrandMark(), Labels.text(t("first.title." + phase), "first-title"));
        card.getChildren().setAll(title);
        switch (phase) {
            case CHOOSING -> choosing();
            case STARTING -> starting();
            case READY -> ready();
        }
    }

    private void choosing() {
        Button start = Labels.button("act-start", t("first.start"), model::start, "main", "big");
        start.setDefaultButton(true);
        start.disableProperty()
                .bind(model.portsProperty()
                        .isEqualTo(FirstRunModel.Ports.TAKEN)
                        .and(model.freePortsProperty().not()));
        Label why = Labels.paragraph("", "tone-text-bad");
        why.setId("first-problem");
        model.problemProperty().subscribe(problem -> {
            why.setText(problem.map(said -> said.message() + "  " + said.code()).orElse(""));
            why.setVisible(problem.isPresent());
            why.setManaged(problem.isPresent());
        });
        card.getChildren()
                .addAll(
                        Labels.paragraph(t("first.sentence"), "muted"),
                        section(t("first.nodes"), choices()),
                        section(t("first.data"), folder()),
                        section(t("first.ports"), portBox()),
                        why,
                        Labels.row(14, start, Labels.text(t("first.hint"), "key-value")));
        Platform.runLater(start::requestFocus);
    }

    private static Node section(String title, Node content) {
        return new VBox(8, Labels.text(title, "strong"), content);
    }

    private Node choices() {
        HBox box = new HBox(12);
        ToggleGroup group = new ToggleGroup();
        int stored = model.storedNodes();
        for (int count : List.of(1, 3, 5)) {
            VBox words = new VBox(
                    6,
                    new StopLine(count),
                    Labels.text(t("first.count", count), "strong"),
                    Labels.text(t("first.count." + count), "key-value"));
            ToggleButton choice = new ToggleButton();
            choice.setId("nodes-" + count);
            choice.setGraphic(words);
            choice.setToggleGroup(group);
            choice.getStyleClass().setAll("choice");
            choice.setSelected(model.nodesProperty().get() == count);
            choice.setAccessibleText(t("first.count", count) + ", " + t("first.count." + count));
            choice.setDisable(stored > 0 && stored != count);
            choice.setOnAction(event -> {
                choice.setSelected(true);
                model.nodesProperty().set(count);
            });
            choice.setPrefWidth(190);
            choice.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(choice, Priority.ALWAYS);
            box.getChildren().add(choice);
        }
        return box;
    }

    private Node folder() {
        Label path = Labels.text("", "mono");
        model.dataProperty().subscribe(data -> path.setText(data.toString()));
        Button change = Labels.button("act-folder", t("first.change"), this::chooseFolder, "link");
        HBox row = Labels.row(10, new Icon(Glyph.FOLDER, 14, "tone-muted"), path, Labels.spring(), change);
        row.getStyleClass().add("field-row");
        return row;
    }

    private void chooseFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(t("first.data"));
        File chosen = chooser.showDialog(root.getScene().getWindow());
        if (chosen != null) {
            model.dataProperty().set(chosen.toPath());
        }
    }

    private Node portBox() {
        CheckBox other = new CheckBox(t("first.free.ports"));
        other.setId("free-ports");
        other.selectedProperty().bindBidirectional(model.freePortsProperty());
        other.visibleProperty()
                .bind(model.portsProperty().isEqualTo(FirstRunModel.Ports.TAKEN).or(model.freePortsProperty()));
        other.managedProperty().bind(other.visibleProperty());
        model.portsProperty().subscribe(found -> showPorts());
        return new VBox(10, ports, other);
    }

    private void showPorts() {
        ports.getChildren().clear();
        if (model.portsProperty().get() == FirstRunModel.Ports.CHECKING
                && model.checks().isEmpty()) {
            ports.getChildren().add(Labels.text(t("first.checking"), "muted"));
            return;
        }
        for (PortCheck check : model.checks()) {
            boolean fine = check.finding() == PortCheck.Finding.FREE;
            if (fine && check.node() > 1) {
                continue;
            }
            Label chip = Labels.text(check.service() + " " + check.port(), "port-chip");
            chip.setGraphic(new Icon(fine ? Glyph.CHECK : Glyph.CROSS, 11, fine ? "tone-ok" : "tone-bad"));
            String words = fine
                    ? t("first.port.free")
                    : check.holder().isEmpty() ? t("first.port.taken") : t("first.port.held", check.holder());
            chip.setAccessibleText(check.service() + ": " + words);
            if (!fine) {
                chip.getStyleClass().add("port-taken");
                chip.setText(check.service() + " " + check.port() + " – " + words);
            }
            ports.getChildren().add(chip);
        }
    }

    private void starting() {
        showSteps();
        Button cancel = Labels.button("act-cancel", t("cancel"), model::cancel, "big");
        card.getChildren()
                .addAll(
                        Labels.paragraph(t("first.starting"), "muted"),
                        steps,
                        Labels.row(14, cancel, Labels.text(t("first.cancel.hint"), "key-value")));
    }

    private void showSteps() {
        steps.getChildren().clear();
        for (Step step : model.steps()) {
            boolean done = step.phase() == Step.Phase.DONE;
            String tone = done ? "ok" : step.phase() == Step.Phase.FAILED ? "bad" : "accent";
            Glyph glyph = done ? Glyph.CHECK : step.phase() == Step.Phase.FAILED ? Glyph.CROSS : Glyph.RING;
            Label name = Labels.text(t("first.step." + step.name()), done ? "medium" : "strong");
            Label time = Labels.text(done ? Figures.span(step.millis()) : t("first.running"), "mono", "muted");
            HBox row = Labels.row(12, new Icon(glyph, 14, "tone-" + tone), name, Labels.spring(), time);
            row.getStyleClass().add("step-line");
            steps.getChildren().add(row);
        }
    }

    private void ready() {
        TextArea body = new TextArea(t("station.send.sample"));
        body.setId("first-body");
        body.setPrefRowCount(4);
        body.setAccessibleText(t("station.send.body"));
        Button send = Labels.button("act-first-send", t("station.send"), () -> send(body.getText()), "main", "big");
        send.setDefaultButton(true);
        Button look = Labels.button(
                "act-first-cluster", t("first.look"), () -> desk.navigator().go(new Place.Cluster()), "big");
        Button connect = Labels.button(
                "act-first-connect", t("first.connect"), () -> desk.navigator().go(new Place.Connect()), "link");
        card.getChildren()
                .addAll(
                        Labels.pill(Glyph.DOT, t("first.ready", Figures.span(model.tookMillis())), "ok"),
                        Labels.paragraph(t("first.ready.sentence"), "muted"),
                        section(t("first.to"), body),
                        Labels.row(14, send, look, Labels.spring(), connect));
        card.setAlignment(Pos.TOP_LEFT);
        Platform.runLater(send::requestFocus);
    }

    private void send(String body) {
        model.sendFirst(
                desk.session().link(),
                body,
                (station, partition, sequence) -> {
                    desk.notices().done(t("station.sent", station, partition, Figures.count(sequence)));
                    onSent.at(station, partition, sequence);
                },
                desk.notices()::failed);
    }
}
