package dev.stationmaster.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DesktopArchitectureTest {
    private static final String ROOT = "dev.stationmaster.desktop";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void supervisorAndCommandLineKnowNoJavaFx() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".cluster..", ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", ROOT + ".shell..", ROOT + ".feature..", ROOT + ".control..")
                .because("they run where there is no display")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void viewModelsKnowNoScene() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Model")
                .or()
                .resideInAnyPackage(ROOT + ".link..", ROOT + ".task..", ROOT + ".i18n..", ROOT + ".preferences..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx.scene..", "javafx.stage..")
                .because("they are tested without a toolkit")
                .check(CLASSES);
    }

    @Test
    void onlyTheTaskRoomMakesThreads() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".feature..", ROOT + ".shell..", ROOT + ".control..", ROOT + ".theme..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent")
                .because("all work off the FX thread goes through background tasks")
                .check(CLASSES);
    }

    @Test
    void otherModulesAreKnownByTheirPublicFacesAlone() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".feature..", ROOT + ".shell..", ROOT + ".control..", ROOT + ".link..", ROOT + ".boot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.stationmaster.engine.(*)..",
                        "dev.stationmaster.metadata.(*)..",
                        "dev.stationmaster.gateway.http..")
                .because("the console talks to a cluster through its API")
                .check(CLASSES);
    }

    @Test
    void controlsKnowNeitherFeaturesNorTheShell() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".control..", ROOT + ".theme..", ROOT + ".task..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".feature..", ROOT + ".shell..", ROOT + ".link..")
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage(ROOT + ".link..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(ROOT + ".feature..", ROOT + ".shell..", ROOT + ".control..")
                .check(CLASSES);
    }

    @Test
    void featuresDoNotKnowEachOther() {
        slices().matching(ROOT + ".feature.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
