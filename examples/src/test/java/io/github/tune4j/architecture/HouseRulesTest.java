package io.github.tune4j.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.tune4j.TuneException;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler does not know. */
class HouseRulesTest {
    private static final Path ROOT = Path.of(System.getProperty("maven.multiModuleProjectDirectory", ".."));
    private static final List<String> LIBRARIES = List.of("dataset", "core", "evaluation", "bertscore", "testkit");
    private static final JavaClasses TUNE4J = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages("io.github.tune4j");

    @Test
    void only_core_and_testkit_know_aws() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.github.tune4j",
                        "io.github.tune4j.run..",
                        "io.github.tune4j.chat..",
                        "io.github.tune4j.answer..",
                        "io.github.tune4j.dataset..",
                        "io.github.tune4j.model..",
                        "io.github.tune4j.evaluation..",
                        "io.github.tune4j.bertscore..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(TUNE4J);
    }

    @Test
    void the_local_aws_and_core_do_not_know_each_other() {
        JavaClasses libraries =
                TUNE4J.that(not(resideInAnyPackage("io.github.tune4j.examples..", "io.github.tune4j.benchmarks..")));
        noClasses()
                .that()
                .resideInAPackage("io.github.tune4j.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.tune4j.aws..",
                        "io.github.tune4j.batch..",
                        "io.github.tune4j.job..",
                        "io.github.tune4j.serving..",
                        "io.github.tune4j.training..")
                .check(libraries);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.tune4j.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.tune4j.testkit..")
                .check(libraries);
    }

    @Test
    void batch_inference_and_serving_do_not_know_each_other() {
        noClasses()
                .that()
                .resideInAPackage("io.github.tune4j.batch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.tune4j.serving..")
                .check(TUNE4J);
        noClasses()
                .that()
                .resideInAPackage("io.github.tune4j.serving..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.tune4j.batch..")
                .check(TUNE4J);
    }

    @Test
    void packages_form_no_cycle() {
        slices().assignedFrom(new PackageByPackage()).should().beFreeOfCycles().check(TUNE4J);
    }

    @Test
    void names_say_what_a_class_is() {
        classes()
                .that()
                .areTopLevelClasses()
                .should()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Impl")
                .check(TUNE4J);
    }

    @Test
    void an_exported_package_has_at_most_a_dozen_public_types_and_names_each_in_its_package_info() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, TreeSet<String>> room :
                publicTypesByExportedPackage().entrySet()) {
            if (room.getValue().size() > 12) {
                wrong.add(room.getKey() + " has " + room.getValue().size() + " public types");
            }
            String info = Files.readString(packageInfo(room.getKey()));
            for (String type : room.getValue()) {
                String line = " *   <li>{@link " + room.getKey() + "." + type + "} - ";
                if (!info.contains(line)) {
                    wrong.add("package-info.java of " + room.getKey() + " has no line for " + type);
                }
            }
            long lines = info.lines().filter(l -> l.contains("<li>{@link")).count();
            if (lines != room.getValue().size()) {
                wrong.add("package-info.java of " + room.getKey() + " has " + lines + " lines for "
                        + room.getValue().size() + " public types");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_exception_has_its_place_in_the_troubleshooting_page() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/troubleshooting.md"));
        List<String> missing = TUNE4J.stream()
                .filter(c -> c.isAssignableTo(TuneException.class))
                .map(c -> "<a id=\"" + anchor(c.getSimpleName()) + "\"></a>")
                .filter(anchor -> !page.contains(anchor))
                .sorted()
                .toList();
        assertThat(missing).isEmpty();
    }

    private static final class PackageByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.github.tune4j")
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages of this project";
        }
    }

    private static String anchor(String simpleName) {
        return simpleName
                .replaceFirst("Exception$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    private static Map<String, TreeSet<String>> publicTypesByExportedPackage() throws IOException {
        TreeSet<String> exported = new TreeSet<>();
        for (String library : LIBRARIES) {
            try (var in = Files.newInputStream(ROOT.resolve(library).resolve("target/classes/module-info.class"))) {
                ModuleDescriptor.read(in).exports().stream()
                        .filter(e -> !e.isQualified())
                        .forEach(e -> exported.add(e.source()));
            }
        }
        Map<String, TreeSet<String>> rooms = new TreeMap<>();
        exported.forEach(name -> rooms.put(name, new TreeSet<>()));
        for (JavaClass type : TUNE4J) {
            if (type.isTopLevelClass()
                    && type.getModifiers().contains(JavaModifier.PUBLIC)
                    && rooms.containsKey(type.getPackageName())) {
                rooms.get(type.getPackageName()).add(type.getSimpleName());
            }
        }
        return rooms;
    }

    private static Path packageInfo(String packageName) {
        return LIBRARIES.stream()
                .map(l -> ROOT.resolve(l)
                        .resolve("src/main/java")
                        .resolve(packageName.replace('.', '/'))
                        .resolve("package-info.java"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new AssertionError(packageName + " has no package-info.java"));
    }
}
