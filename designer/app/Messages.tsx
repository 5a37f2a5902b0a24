// The corner where short messages appear; loaded after the page, since nothing speaks first.
import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';

export function Messages() {
  return <Notifications position="top-center" limit={4} />;
}
