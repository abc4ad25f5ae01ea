import { Button, Popover, SimpleGrid } from "@mantine/core";
import { IconDialpad } from "@tabler/icons-react";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** The keys of a telephone, for the menus of other systems. */
export function Keypad({
  disabled,
  onPress,
}: {
  disabled?: boolean;
  onPress: (digit: string) => void;
}) {
  return (
    <Popover position="bottom" withArrow trapFocus shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          disabled={disabled ?? false}
          leftSection={<IconDialpad size={17} />}
        >
          Keypad
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <SimpleGrid cols={3} spacing={6}>
          {KEYS.map((key) => (
            <Button key={key} variant="default" w={52} px={0} onClick={() => onPress(key)}>
              {key}
            </Button>
          ))}
        </SimpleGrid>
      </Popover.Dropdown>
    </Popover>
  );
}
