package dev.gatehouse.console.gate;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureAnswer;
import dev.gatehouse.port.PicturePort;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.util.Objects;

/**
 * The picture of a car at one of its passages, or an honest word that there is none. FX thread
 * only; a picture is fetched and decoded elsewhere.
 */
final class PictureBox extends StackPane {
    /** Pixels of the wider side to which a picture is decoded: as large as it is ever shown. */
    private static final int DECODED = 960;

    /** The same of a picture in a list, twice its size for a screen with fine pixels. */
    private static final int DECODED_SMALL = 120;

    /** Size of a picture in a list, in px: the colour and the shape of the car are seen. */
    private static final double SMALL_WIDTH = 56;

    private static final double SMALL_HEIGHT = 32;

    private static final Logger LOG = LoggerFactory.getLogger(PictureBox.class);

    private final FxBridge bridge;
    private final PicturePort pictures;
    private final Words words;
    private final int decoded;
    private final ImageView view = new ImageView();
    private final Label word = new Label();
    private final Label passage = new Label();
    private final Label place = new Label();
    private final VBox caption = new VBox(passage, place);
    private String passageText = "";
    private String placeText = "";
    private @Nullable Hash shown;
    private String wordKey = "gate.picture.none";
    private @Nullable Object wordOf;

    PictureBox(FxBridge bridge, PicturePort pictures, Words words) {
        this(bridge, pictures, words, DECODED);
    }

    private PictureBox(FxBridge bridge, PicturePort pictures, Words words, int decoded) {
        this.bridge = bridge;
        this.pictures = pictures;
        this.words = words;
        this.decoded = decoded;
        getStyleClass().add("picture");
        word.getStyleClass().add("picture-word");
        word.setWrapText(true);
        caption.getStyleClass().add("picture-caption");
        passage.setMinWidth(0);
        place.setMinWidth(0); // a long name is shortened rather than taking a third line
        place.managedProperty().bind(place.visibleProperty());
        caption.setMaxHeight(USE_PREF_SIZE);
        setAlignment(caption, Pos.TOP_LEFT); // plates are low
        view.setPreserveRatio(true);
        view.setManaged(false);
        view.setSmooth(true);
        setMinSize(0, 0);
        getChildren().setAll(view, word, caption);
        words.onChange(this::say);
    }

    /** A picture for a row of a list: it says nothing where there is none. */
    static PictureBox small(FxBridge bridge, PicturePort pictures, Words words) {
        var box = new PictureBox(bridge, pictures, words, DECODED_SMALL);
        box.word.setManaged(false);
        box.word.setOpacity(0); // there is no room for it
        box.caption.setManaged(false);
        box.caption.setVisible(false);
        box.setMinSize(SMALL_WIDTH, SMALL_HEIGHT);
        box.setPrefSize(SMALL_WIDTH, SMALL_HEIGHT);
        box.setMaxSize(SMALL_WIDTH, SMALL_HEIGHT);
        return box;
    }

    @Override
    protected void layoutChildren() {
        view.setFitWidth(getWidth());
        view.setFitHeight(getHeight());
        double width = view.getBoundsInLocal().getWidth();
        double height = view.getBoundsInLocal().getHeight();
        double beside = getWidth() - width; // which no picture has
        double around = caption.snappedLeftInset() + caption.snappedRightInset();
        double whole = widthOf(inOneLine()) + around;
        double least = widthOf(passageText) + around;
        boolean covers = whole > beside / 2;
        boolean makesRoom = covers && beside >= least; // a caption beside it covers no plate
        double room = makesRoom ? beside : covers ? getWidth() : beside / 2;
        caption(whole > room);
        view.relocate(makesRoom ? beside : beside / 2, (getHeight() - height) / 2);
        caption.setMaxWidth(Math.min(room, caption.prefWidth(-1)));
        double above = caption.isVisible() ? caption.prefHeight(-1) : 0;
        boolean low = getHeight() < word.prefHeight(getWidth()) + 2 * above;
        word.setTranslateY(low ? above / 2 : 0); // in a low box the caption would lie on it
        super.layoutChildren();
    }

    /** One line where there is room for it; the second begins with the place. */
    private void caption(boolean inTwoLines) {
        boolean two = inTwoLines && !placeText.isEmpty();
        place.setVisible(two);
        place.setText(two ? placeText : "");
        passage.setText(two ? passageText : inOneLine());
    }

    private String inOneLine() {
        return placeText.isEmpty() ? passageText : passageText + " · " + placeText;
    }

    /** Not of the label: its words would change while it is laid out, and so again and again. */
    private double widthOf(String words) {
        var measured = new Text(words);
        measured.setFont(passage.getFont());
        return Math.ceil(measured.getLayoutBounds().getWidth()) + 1;
    }

    /**
     * Shows a picture as soon as it is there.
     *
     * @param hash null where none was taken
     * @param writtenAt the central of that passage; null where nothing is written yet
     * @param text on it: which passage it is of
     */
    void show(@Nullable Hash hash, @Nullable CentralId writtenAt, String text) {
        passageText = text;
        placeText = writtenAt == null || text.isEmpty() ? "" : writtenAt.value();
        caption.setVisible(!text.isEmpty());
        requestLayout();
        if (Objects.equals(hash, shown) && (hash != null || view.getImage() == null)) {
            return;
        }
        shown = hash;
        view.setImage(null);
        if (hash == null) {
            say("gate.picture.none", null);
            return;
        }
        say("gate.picture.loading", null);
        Thread.ofVirtual().name("console-picture").start(() -> fetch(hash, writtenAt));
    }

    private void fetch(Hash hash, @Nullable CentralId writtenAt) {
        try {
            find(hash, writtenAt);
        } catch (Throwable e) { // an Error too: it would be loading for ever
            LOG.warn("The picture {} cannot be shown: {}", hash, e.toString());
            bridge.execute(() -> failed(hash, "gate.picture.nowhere", null));
        }
    }

    private void find(Hash hash, @Nullable CentralId writtenAt) {
        byte[] here = pictures.here(hash);
        if (here != null) {
            decode(hash, here);
        } else if (writtenAt == null) {
            bridge.execute(() -> failed(hash, "gate.picture.nowhere", null));
        } else {
            switch (pictures.find(hash, writtenAt).join()) {
                case PictureAnswer.Found(byte[] bytes, _) -> decode(hash, bytes);
                case PictureAnswer.Nowhere _ ->
                        bridge.execute(() -> failed(hash, "gate.picture.nowhere", null));
                case PictureAnswer.Away(CentralId central) ->
                        bridge.execute(() -> failed(hash, "gate.picture.away", central));
            }
        }
    }

    private void decode(Hash hash, byte[] bytes) {
        var image = new Image(new ByteArrayInputStream(bytes), decoded, 0, true, true);
        bridge.execute(
                () -> {
                    if (hash.equals(shown)) {
                        if (image.isError()) {
                            failed(hash, "gate.picture.nowhere", null);
                        } else {
                            view.setImage(image);
                            word.setVisible(false);
                            requestLayout();
                        }
                    }
                });
    }

    private void failed(Hash hash, String key, @Nullable Object of) {
        if (hash.equals(shown)) {
            say(key, of);
        }
    }

    private void say(String key, @Nullable Object of) {
        wordKey = key;
        wordOf = of;
        word.setVisible(true);
        say();
    }

    private void say() {
        Object of = wordOf;
        word.setText(of == null ? words.get(wordKey) : words.get(wordKey, of));
    }
}
